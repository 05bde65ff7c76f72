using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;

namespace Storefront.Api.Shops;

/// <summary>The shop shows its name alone. Done twice it is as if done once.</summary>
internal static class DeleteShopLogo
{
    public static async Task<Results<Ok<OwnShopView>, ProblemHttpResult>> Handle(
        Caller caller, IfMatch ifMatch, StorefrontDb db, ShopSites sites, ShopCache cache, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((await ShopToChange.Load(db, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var shop))
        {
            return Problems.Of(refusal);
        }

        var tree = await sites.Above([shop.Id], cancellationToken);
        if (shop.LogoHash is null)
        {
            return TypedResults.Ok(shop.ToOwnView(tree));
        }

        var before = shop.ToOwnView(tree);
        (shop.LogoHash, shop.LogoType, shop.LogoSize) = (null, null, null);
        db.Emit(new StorefrontChanged(shop.Next(tree)), shop.Id, shop.Version, clock.Now);
        var view = shop.ToOwnView(tree);
        audit.Record("delete-shop-logo", "shop", shop.Id, before, view);
        await db.SaveChangesAsync(cancellationToken);
        await db.ReplaceLogo(shop, [], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.Forget();
        return TypedResults.Ok(view);
    }
}
