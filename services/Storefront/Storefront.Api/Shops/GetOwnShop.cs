using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Shops;

/// <summary>The shop of the caller's organisation, as it stands in its administration, open or not.</summary>
internal static class GetOwnShop
{
    public static async Task<Results<Ok<OwnShopView>, ProblemHttpResult>> Handle(Caller caller, StorefrontDb db, ShopSites sites, CancellationToken cancellationToken)
    {
        var shop = await db.Shops.AsNoTracking().SingleOrDefaultAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        return shop is null ? Problems.NotFound("shop") : TypedResults.Ok(shop.ToOwnView(await sites.Above([shop.Id], cancellationToken)));
    }
}
