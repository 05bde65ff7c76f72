using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Shops;

/// <summary>A shop's logo, for everybody. It was sent in by somebody, so a browser is told to show it as the picture it is and do nothing else with it.</summary>
internal static class ShowShopLogo
{
    public static async Task<Results<PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> Handle(
        Guid id, string hash, StorefrontDb db, Scope scope, HttpContext context, CancellationToken cancellationToken)
    {
        scope.EnterInstallation();
        var shop = await db.Shops.AsNoTracking().Where(row => row.Id == id && row.LogoHash == hash)
            .Select(row => new { row.LogoType, row.LogoSize }).SingleOrDefaultAsync(cancellationToken);
        if (shop is not { LogoSize: { } size })
        {
            return Problems.NotFound("logo");
        }

        var tag = new EntityTagHeaderValue($"\"{hash}\"");
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } };
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        context.Response.ContentLength = size;
        return TypedResults.Stream(body => db.CopyLogo(id, hash, size, body, cancellationToken), shop.LogoType);
    }
}
