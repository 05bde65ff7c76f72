using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Shops;

/// <param name="ConnectionId">What the caller's organisation buys on there.</param>
internal sealed record VisibleShopView(Guid ConnectionId, ConnectionStatus ConnectionStatus, ShopView Shop);

/// <summary>The shops that the caller's organisation buys at. One sign-in is good for all of them.</summary>
internal static class ListVisibleShops
{
    public static async Task<Ok<Page<VisibleShopView>>> Handle(
        [AsParameters] PageQuery page, Caller caller, StorefrontDb db, ShopSites sites, CancellationToken cancellationToken)
    {
        var found = await db.Connections.AsNoTracking()
            .Where(row => row.BuyerId == caller.OrganizationId && (row.Status == ConnectionStatus.Active || row.Status == ConnectionStatus.Suspended))
            .Where(row => db.Shops.Any(shop => shop.Id == row.SellerId && shop.IsOpen))
            .ToPageAsync(page, row => row.Id, row => new Stall(row, db.Shops.Single(shop => shop.Id == row.SellerId)), cancellationToken);
        var tree = await sites.Above([.. found.Items.Select(stall => stall.Shop.Id)], cancellationToken);
        var realm = await db.RealmWord(caller.RealmId, cancellationToken);
        return TypedResults.Ok(new Page<VisibleShopView>(
            [.. found.Items.Select(stall => new VisibleShopView(stall.Connection.Id, stall.Connection.Status, stall.Shop.ToView(tree, realm)))], found.NextCursor));
    }

    private sealed record Stall(ConnectionRow Connection, ShopRow Shop);
}
