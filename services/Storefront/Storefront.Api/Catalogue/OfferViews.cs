using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Storefront.Api.Prices;
using Storefront.Api.Storage;

namespace Storefront.Api.Catalogue;

/// <summary>Shows offers with their prices: however many there are, in the same few queries.</summary>
internal sealed class OfferViews(StorefrontDb db, ShopPrices prices, RealmClock clock)
{
    public async Task<IReadOnlyList<ShopProductView>> Of(ConnectionRow connection, IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var board = await prices.Of(connection.Id, connection.SellerId, [.. offers.Select(offer => offer.Product)], clock.Now, cancellationToken);
        var groupIds = offers.Select(offer => offer.GroupId).OfType<Guid>().Distinct().ToList();
        var groups = await db.CatalogueGroups.AsNoTracking().Where(row => row.SellerId == connection.SellerId && groupIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);
        return
        [
            .. offers.Select(offer => new ShopProductView(
                offer.ProductId,
                offer.Name,
                offer.Description,
                offer.Product.LogoUrl,
                offer.Product.Kind,
                offer.Product.Charging,
                offer.Product.Provisioning,
                offer.Product.ResellerPlan,
                offer.GroupId,
                offer.GroupId is { } group ? groups.GetValueOrDefault(group) : null,
                offer.Product.SmallestQuantity,
                offer.Product.LargestQuantity,
                offer.Product.MinimumCommitment,
                [.. board.All(offer.ProductId).Select(ShopPriceView.From)])),
        ];
    }
}
