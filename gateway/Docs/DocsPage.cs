using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Gateway.Docs;

/// <summary>
/// The API docs at <c>/docs</c> and the merged document at <c>/openapi.json</c>. Everything the page loads comes from here, so that it works without
/// the internet; the build puts the files into the folder <c>site</c> beside the program.
/// </summary>
public static class DocsPage
{
    private static readonly string Site = Path.Combine(AppContext.BaseDirectory, "site");

    /// <summary>The merged document's file.</summary>
    public static readonly string Document = Path.Combine(Site, "openapi.json");

    // The page writes its style sheets into itself, and draws small images from data addresses. Scripts come from here alone.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
        "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Address, string File, string Type)[] Files =
    [
        ("/docs", "docs/index.html", "text/html; charset=utf-8"),
        ("/docs/start.js", "docs/start.js", "text/javascript; charset=utf-8"),
        ("/docs/scalar.js", "docs/scalar.js", "text/javascript; charset=utf-8"),
        ("/openapi.json", "openapi.json", "application/json; charset=utf-8"),
    ];

    /// <summary>The page's script is 3.5 MB; only these addresses are compressed, as they hold nothing secret.</summary>
    public static void AddDocs(this WebApplicationBuilder builder) =>
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
        });

    public static void MapDocs(this WebApplication app)
    {
        app.UseWhen(IsDocs, docs => docs.UseResponseCompression());
        foreach (var (address, file, type) in Files)
            app.MapGet(address, (HttpContext context) => Send(context.Response, Path.Combine(Site, file), type)).AllowAnonymous();
        app.MapGet("/", () => TypedResults.Redirect("/docs")).AllowAnonymous();
    }

    private static PhysicalFileHttpResult Send(HttpResponse response, string path, string type)
    {
        response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
        response.Headers[HeaderNames.CacheControl] = "no-cache";
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path));
        return TypedResults.PhysicalFile(path, type, lastModified: written, entityTag: new EntityTagHeaderValue($"\"{written.Ticks:x}\""));
    }

    private static bool IsDocs(HttpContext context) => context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal) || context.Request.Path == "/openapi.json";
}
