using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Primitives;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Web;

/// <summary>
/// The Idempotency-Key header: the answer of a request is stored in the transaction of its effect, so that either both exist or neither,
/// and a repetition gets the stored answer. Keys belong to one caller and one operation.
/// </summary>
internal static class Idempotency
{
    public const string KeyHeader = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int LongestKey = 128;

    public static async ValueTask<object?> Honour(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentRoute>() is null || !context.Request.Headers.TryGetValue(KeyHeader, out var header))
        {
            return await next(invocation);
        }

        if (header is not [{ Length: > 0 and <= LongestKey } key] || !key.All(letter => letter is > ' ' and < (char)127))
        {
            return Problems.Of(new Refusal(
                "invalid_idempotency_key", $"{KeyHeader} is given once, as 1 to {LongestKey} visible ASCII characters.", RefusalKind.Invalid));
        }

        var db = context.RequestServices.GetRequiredService<ServiceDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(context.RequestAborted);
        var store = new IdempotencyStore((NpgsqlConnection)db.Database.GetDbConnection(), await IdempotentRequest.Of(context, key));
        if (!await store.TryClaim(context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "1";
            return Problems.Of(new Refusal("idempotency_in_flight", $"A request with this {KeyHeader} is still running. Ask again in a moment."));
        }

        if (await store.Find(context.RequestAborted) is { } earlier)
        {
            if (!earlier.IsSameRequest)
            {
                return Problems.Of(new Refusal(
                    "idempotency_key_reused", $"This {KeyHeader} was used for another request. Use a new one for each.", RefusalKind.Unprocessable));
            }

            context.Response.Headers[ReplayedHeader] = "true";
            return earlier.Answer;
        }

        var answer = await StoredAnswer.Capture(context, await next(invocation));
        if (answer.IsSuccess)
        {
            // From here on the client's disconnecting changes nothing: the effect and its answer are committed together.
            await store.Keep(answer, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return answer;
    }
}
