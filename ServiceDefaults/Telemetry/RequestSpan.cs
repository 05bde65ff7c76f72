using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ServiceDefaults.Telemetry;

/// <summary>Names a request's span after its route, once that is known, and keeps health probes out of traces and metrics.</summary>
public static class RequestSpan
{
    /// <summary>Middleware; outermost, so that the status it sees is the one the client gets.</summary>
    public static async Task Describe(HttpContext context, RequestDelegate next)
    {
        // Where nobody listens the server makes no span; problems carry a trace id all the same.
        using var own = Activity.Current is null ? new Activity("request").Start() : null;
        var span = Activity.Current!;
        if (IsProbe(context.Request.Path))
        {
            // Clearing the flag here drops what happens below, too: samplers follow their parent.
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            span.IsAllDataRequested = false;
            if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
            {
                metrics.MetricsDisabled = true;
            }
        }

        await next(context);
        if (!span.Recorded)
        {
            return;
        }

        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            span.DisplayName = $"{context.Request.Method} {route}";
            span.SetTag("http.route", route);
        }

        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";
}
