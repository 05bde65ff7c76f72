using System.Diagnostics.Metrics;
using System.Globalization;
using Gateway.Edge;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;

namespace Gateway.RateLimits;

/// <summary>Refuses with 429 what goes over its caller's limit. Stands behind authentication, to know the caller, and before authorization, so that 401s are counted too.</summary>
public sealed class RateLimitMiddleware(RequestDelegate next, RateLimiter limiter)
{
    private static readonly Counter<long> Refused = PlatformTelemetry.Meter.CreateCounter<long>(
        "gateway.rate_limited", "{request}", "Requests refused with 429, by the kind of limit.");

    public Task InvokeAsync(HttpContext context)
    {
        var key = KeyOf(context);
        var waited = limiter.TakeAsync(key);
        return waited.IsCompletedSuccessfully && waited.Result == TimeSpan.Zero ? next(context) : AfterWaitAsync(context, key, waited);
    }

    private async Task AfterWaitAsync(HttpContext context, LimitKey key, ValueTask<TimeSpan> waited)
    {
        var retryAfter = await waited;
        if (retryAfter == TimeSpan.Zero)
        {
            await next(context);
            return;
        }

        Refused.Add(1, new KeyValuePair<string, object?>("limit", key.Kind.ToString()));
        context.Response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await GatewayProblems.WriteAsync(context, GatewayProblems.RateLimited);
    }

    private static LimitKey KeyOf(HttpContext context)
    {
        if (Caller.Of(context) is { } caller)
            return LimitKey.OfCaller(caller.PersonId, caller.OrganizationId);
        var triesSecrets = !HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        return LimitKey.OfAddress(triesSecrets ? LimitKind.SignIn : LimitKind.Anonymous, context.Connection.RemoteIpAddress);
    }
}
