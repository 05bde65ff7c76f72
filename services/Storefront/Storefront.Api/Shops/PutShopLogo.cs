using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <summary>A seller gives its shop a logo, or another one. It gets a new address, so that the old one is never shown in its place.</summary>
internal static class PutShopLogo
{
    public static async Task<Results<Ok<OwnShopView>, ProblemHttpResult>> Handle(
        UploadedLogo file,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        ShopSites sites,
        ShopCache cache,
        RealmClock clock,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (LogoImage.Read(file.Bytes).IsRefused(out var refusal, out var image))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((await ShopToChange.Load(db, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var shop))
        {
            return Problems.Of(refusal);
        }

        var tree = await sites.Above([shop.Id], cancellationToken);
        var before = shop.ToOwnView(tree);
        shop.LogoHash = Convert.ToHexStringLower(SHA256.HashData(file.Bytes));
        shop.LogoType = image.ContentType;
        shop.LogoSize = file.Bytes.Length;
        db.Emit(new StorefrontChanged(shop.Next(tree)), shop.Id, shop.Version, clock.Now);
        var view = shop.ToOwnView(tree);
        audit.Record("put-shop-logo", "shop", shop.Id, before, view);
        // Saved before its content is: of two at once the second is refused here.
        await db.SaveChangesAsync(cancellationToken);
        await db.ReplaceLogo(shop, file.Bytes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.Forget();
        return TypedResults.Ok(view);
    }
}
