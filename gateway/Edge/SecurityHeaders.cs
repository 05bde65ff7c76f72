using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Edge;

/// <summary>
/// What every answer tells the browser, whichever service it comes from: this is data, not a page. A service that answers with a page says so itself, and
/// the docs page replaces the policy with its own.
/// </summary>
public static class SecurityHeaders
{
    private const string ReferrerPolicy = "Referrer-Policy";

    // Kept as values: they are written on every answer.
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NothingMayLoad = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues OneYear = "max-age=31536000; includeSubDomains";

    public static void Set(IHeaderDictionary headers)
    {
        headers[HeaderNames.XContentTypeOptions] = NoSniff;
        headers[HeaderNames.XFrameOptions] = Deny;
        headers[HeaderNames.ContentSecurityPolicy] = NothingMayLoad;
        headers[ReferrerPolicy] = NoReferrer;
    }

    /// <summary>Set before anything answers, so that no path out of the gateway misses them.</summary>
    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        Set(context.Response.Headers);
        if (context.Request.IsHttps)
            context.Response.Headers[HeaderNames.StrictTransportSecurity] = OneYear;
        return next(context);
    }

    /// <summary>What a service says stands alone: of two policies a browser obeys both, and no page would keep its style.</summary>
    public static ValueTask KeepTheServicesOwn(ResponseTransformContext response)
    {
        var headers = response.HttpContext.Response.Headers;
        foreach (var name in (ReadOnlySpan<string>)[HeaderNames.XContentTypeOptions, HeaderNames.XFrameOptions, HeaderNames.ContentSecurityPolicy, ReferrerPolicy])
        {
            // Forwarding appends to what Apply has set.
            if (headers[name] is { Count: > 1 } both)
                headers[name] = new StringValues([.. both.Skip(1)]);
        }

        return ValueTask.CompletedTask;
    }
}
