using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults.Web;

/// <summary>Outermost of the pipeline: what nobody below answered in words becomes a problem, whether it was thrown or left as a bare status.</summary>
internal sealed partial class UnhandledProblems(RequestDelegate next, IEnumerable<UniqueConstraint> constraints, ILogger<UnhandledProblems> logger)
{
    private const int ClientClosedRequest = 499;

    private readonly Dictionary<string, UniqueConstraint> named = constraints.ToDictionary(constraint => constraint.Name, StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
            {
                context.Response.StatusCode = ClientClosedRequest;
                return;
            }

            context.Response.Clear();
            await ProblemWriter.Write(context, Explain(context, exception));
            return;
        }

        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
        {
            await ProblemWriter.Write(context, OfStatus(context.Response.StatusCode));
        }
    }

    private ProblemDetails Explain(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RefusedException refused:
                return Problems.Describe(refused.Refusal);
            case BadHttpRequestException badRequest:
                return UnreadableRequest.Explain(badRequest);
            case DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } name } }
                when named.TryGetValue(name, out var constraint):
                return Problems.Describe(constraint.Refusal);
            case DbUpdateConcurrencyException:
            case { } conflict when Cause<PostgresException>(conflict) is { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                return Problems.Describe(StatusCodes.Status409Conflict, "concurrent_change", "Somebody else changed it at the same moment. Read it again and decide anew.");
            // Amounts are counted exactly or not at all.
            case OverflowException:
                return Problems.Describe(StatusCodes.Status422UnprocessableEntity, "amount_out_of_range", "With these quantities and prices an amount is larger than can be counted.");
            // A text that nobody checked: all that PostgreSQL cannot keep of Unicode is NUL.
            case { } unkept when Cause<PostgresException>(unkept) is { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }:
                return Problems.Describe(StatusCodes.Status400BadRequest, "control_characters", "A text of the request contains a NUL.");
            case { } unreachable when Cause<NpgsqlException>(unreachable) is { IsTransient: true } || Cause<SocketException>(unreachable) is not null:
                LogUnavailable(logger, exception, context.Request.Method, RouteOf(context));
                context.Response.Headers.RetryAfter = "2";
                return Problems.Describe(StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot reach its database. Try again in a moment.");
            default:
                LogUnhandled(logger, exception, context.Request.Method, RouteOf(context));
                return OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The pattern, not the path: a path can hold a mailed link's secret.</summary>
    private static string? RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static T? Cause<T>(Exception exception)
        where T : Exception
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static ProblemDetails OfStatus(int status)
    {
        var (code, detail) = status switch
        {
            StatusCodes.Status401Unauthorized => ("unauthenticated", "Sign in: the request carries no valid access token."),
            StatusCodes.Status403Forbidden => ("not_permitted", "This is not permitted."),
            StatusCodes.Status404NotFound => ("not_found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "This address does not take this method; the Allow header names those it takes."),
            StatusCodes.Status406NotAcceptable => ("not_acceptable", "The answer cannot be had in a format that the Accept header names."),
            StatusCodes.Status413PayloadTooLarge => ("body_too_large", "The request body is larger than this address takes."),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "The request body must be JSON, said by Content-Type: application/json."),
            StatusCodes.Status500InternalServerError => ("internal_error", "Something went wrong on our side. The traceId helps us to find it."),
            < 500 => ("bad_request", "The request cannot be understood."),
            _ => ("unavailable", "The service cannot answer now. Try again in a moment."),
        };
        return Problems.Describe(status, code, detail);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, string? route);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Route} could not reach the database")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, string method, string? route);
}
