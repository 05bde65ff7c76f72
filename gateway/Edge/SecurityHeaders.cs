using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge;

/// <summary>
/// What every answer tells the browser, whichever service it comes from: this is data, not a page. The docs page replaces the policy with its own.
/// </summary>
public static class SecurityHeaders
{
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
        headers["Referrer-Policy"] = NoReferrer;
    }

    /// <summary>Set before anything answers, so that no path out of the gateway misses them.</summary>
    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        Set(context.Response.Headers);
        if (context.Request.IsHttps)
            context.Response.Headers[HeaderNames.StrictTransportSecurity] = OneYear;
        return next(context);
    }
}
