using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Web;

/// <summary>A complete answer, as bytes: written once before it is sent, so that it can be stored first, and sent again.</summary>
internal sealed class StoredAnswer : IResult
{
    private static readonly string[] KeptHeaders = [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag];

    private readonly Dictionary<string, string> headers;

    private StoredAnswer(int status, Dictionary<string, string> headers, byte[] body)
    {
        Status = status;
        Body = body;
        this.headers = headers;
    }

    public int Status { get; }

    public byte[] Body { get; }

    public string HeadersJson => JsonSerializer.Serialize(headers);

    public bool IsSuccess => Status is >= 200 and < 300;

    public static StoredAnswer Restore(int status, string headersJson, byte[] body) =>
        new(status, JsonSerializer.Deserialize<Dictionary<string, string>>(headersJson)!, body);

    /// <summary>Has the handler's result write itself into memory instead of to the client.</summary>
    public static async Task<StoredAnswer> Capture(HttpContext context, object? result)
    {
        var response = context.Response;
        var client = response.Body;
        using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            await (result as IResult ?? TypedResults.Ok(result)).ExecuteAsync(context);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            response.Body = client;
        }

        var kept = KeptHeaders
            .Where(response.Headers.ContainsKey)
            .ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.OrdinalIgnoreCase);
        return new StoredAnswer(response.StatusCode, kept, memory.ToArray());
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        // A status like 204 may have no body, not even an announced empty one.
        return Body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}
