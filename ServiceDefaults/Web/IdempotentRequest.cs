using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Web;

/// <summary>What makes a request "the same request": who, which operation, which key; and a hash of everything it asks for.</summary>
internal sealed record IdempotentRequest(string Scope, string Route, string Key, byte[] Hash)
{
    /// <summary>The advisory lock's number.</summary>
    public long LockId => AdvisoryLocks.Number($"idempotency\n{Scope}\n{Route}\n{Key}");

    public static async Task<IdempotentRequest> Of(HttpContext context, string key)
    {
        var caller = context.RequestServices.GetRequiredService<Scope>().Caller
            ?? throw new InvalidOperationException("An idempotent route has a caller; the start-up check sees to it.");
        var request = context.Request;
        var operation = context.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.PathBase}{request.Path}{request.QueryString}\n"));
        request.Body.Position = 0;
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return new IdempotentRequest($"{caller.PersonId:N}:{caller.OrganizationId:N}", operation, key, hash.GetHashAndReset());
    }

    /// <summary>Lets the body be read twice: by the handler's binding and for the hash.</summary>
    public static Task BufferBody(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey(Idempotency.KeyHeader) && context.GetEndpoint()?.Metadata.GetMetadata<IdempotentRoute>() is not null)
        {
            context.Request.EnableBuffering();
        }

        return next(context);
    }
}
