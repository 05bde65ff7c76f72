using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <summary>What every change of a shop begins with.</summary>
internal static class ShopToChange
{
    private static readonly Refusal Missing = new("not_found", "There is no such shop.", RefusalKind.NotFound);

    public static async Task<Result<ShopRow>> Load(StorefrontDb db, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        var shop = await db.Shops.SingleOrDefaultAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (shop is null)
        {
            return Missing;
        }

        if (!ShopRules.HasStorefront(shop.Owner))
        {
            return ShopRules.PlanWithoutStorefront;
        }

        return ifMatch.Check(shop.Version) is { } stale ? stale : shop;
    }
}
