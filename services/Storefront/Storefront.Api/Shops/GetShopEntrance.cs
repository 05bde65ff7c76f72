using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <param name="ShopId">One's own; null but for administration.</param>
/// <param name="Address">Of one's own shop's front page; null but for administration.</param>
/// <param name="ConnectionId">Where a plan would be ordered: the connection with the parent. Null but for plans.</param>
/// <param name="PlansUrl">The operation that lists the plans which the parent sells; null but for plans.</param>
internal sealed record ShopEntranceView(ShopEntranceKind Kind, Guid? ShopId, string? Address, Guid? ConnectionId, string? PlansUrl);

/// <summary>Where the storefront icon leads who clicks it: to one's own shop, or to the plans that come with one.</summary>
internal static class GetShopEntrance
{
    public static async Task<Ok<ShopEntranceView>> Handle(Caller caller, StorefrontDb db, ShopSites sites, CancellationToken cancellationToken)
    {
        var shop = await db.Shops.AsNoTracking().SingleOrDefaultAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        switch (ShopEntrances.Of(shop?.Owner))
        {
            case ShopEntranceKind.Administration:
                var tree = await sites.Above([shop!.Id], cancellationToken);
                return TypedResults.Ok(new ShopEntranceView(ShopEntranceKind.Administration, shop.Id, tree.Address(shop.Id).Url, null, null));
            case ShopEntranceKind.Plans:
                var connection = await db.Connections
                    .Where(row => row.SellerId == shop!.ParentId && row.BuyerId == shop.Id && row.Status != ConnectionStatus.Ended)
                    .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
                var plans = connection is { } id ? $"{StorefrontEndpoints.Root}/plan-offers?connectionId={id}" : null;
                return TypedResults.Ok(new ShopEntranceView(ShopEntranceKind.Plans, null, null, connection, plans));
            default:
                return TypedResults.Ok(new ShopEntranceView(ShopEntranceKind.None, null, null, null, null));
        }
    }
}
