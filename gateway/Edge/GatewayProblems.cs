using System.Diagnostics;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge;

/// <summary>A "no" of the gateway's own, before a service had a say.</summary>
public sealed record GatewayProblem(int Status, string Code, string Title, string Detail, string? RetryAfterSeconds = null);

/// <summary>The gateway's own answers in RFC 9457, in the shape that the services' problems have.</summary>
public static class GatewayProblems
{
    public static readonly GatewayProblem Unauthenticated = new(
        401, "unauthenticated", "Unauthenticated", "Sign in: the request carries no valid access token.");

    public static readonly GatewayProblem NotFound = new(404, "not_found", "Not found", "There is nothing at this address.");

    public static readonly GatewayProblem TooLarge = new(413, "body_too_large", "Body too large", "The request body is larger than the gateway lets through.");

    public static readonly GatewayProblem BadRequest = new(400, "bad_request", "Bad request", "The request could not be read to its end.");

    public static readonly GatewayProblem RateLimited = new(429, "rate_limited", "Rate limited", "Too many requests. Try again after the time in Retry-After.");

    public static readonly GatewayProblem Unavailable = new(
        503, "service_unavailable", "Service unavailable", "The service behind this address does not answer just now.", RetryAfterSeconds: "2");

    public static readonly GatewayProblem TimedOut = new(
        504, "service_timed_out", "Service timed out", "The service took too long to answer. What was asked for may still have happened.");

    public static readonly GatewayProblem Failed = new(500, "internal_error", "Internal error", "Something went wrong here. The trace id finds it in the logs.");

    /// <summary>Answers with the problem. Headers that were set before stay, so that CORS and Retry-After reach the client.</summary>
    public static async Task WriteAsync(HttpContext context, GatewayProblem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers[HeaderNames.CacheControl] = "no-store";
        SecurityHeaders.Set(response.Headers);
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers[HeaderNames.RetryAfter] = seconds;

        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:platform:problem:{problem.Code}");
        json.WriteString("title"u8, problem.Title);
        json.WriteNumber("status"u8, problem.Status);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteString("code"u8, problem.Code);
        json.WriteString("traceId"u8, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        json.WriteEndObject();
    }
}
