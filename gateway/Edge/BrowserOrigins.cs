using Microsoft.Net.Http.Headers;

namespace Gateway.Edge;

/// <summary>
/// CORS: the origins of <c>Cors:Origins</c>; in development, where none is configured, every origin on this machine. Credentials are never allowed:
/// the token travels in a header that the page itself sets.
/// </summary>
public static class BrowserOrigins
{
    private const string Policy = "frontends";
    private static readonly TimeSpan PreflightKept = TimeSpan.FromHours(1);

    public static void AddBrowserOrigins(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        var anyLocal = origins.Length == 0 && builder.Environment.IsDevelopment();
        builder.Services.AddCors(cors => cors.AddPolicy(Policy, policy =>
        {
            if (anyLocal)
                policy.SetIsOriginAllowed(IsLocal);
            else
                policy.WithOrigins(origins);
            policy
                .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete)
                .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.TraceParent, "Idempotency-Key")
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.ContentDisposition)
                .SetPreflightMaxAge(PreflightKept);
        }));
    }

    public static void UseBrowserOrigins(this WebApplication app) => app.UseCors(Policy);

    private static bool IsLocal(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
