using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Prices;

/// <summary>
/// What a seller's products cost one of its buyers, any number of them in two queries. What the seller is not supplied with itself has no price:
/// Billing would refuse to sell it.
/// </summary>
internal sealed class ShopPrices(StorefrontDb db)
{
    /// <param name="connectionId">One that the caller was found to see: what is asked of that buyer alone is in the answer.</param>
    /// <param name="at">Realm time.</param>
    public async Task<PriceBoard> Of(
        Guid connectionId, Guid sellerId, IReadOnlyCollection<ProductRow> products, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var productIds = products.Select(product => product.Id).ToList();
        var list = await db.SellerPrices.AsNoTracking().Where(row => row.SellerId == sellerId && productIds.Contains(row.ProductId))
            .ToDictionaryAsync(row => row.ProductId, row => row.Prices, cancellationToken);
        var sale = await db.Connections.AsNoTracking().Where(row => row.Id == connectionId && row.SellerId == sellerId)
            .Select(row => new
            {
                row.SellerKind,
                Special = db.SpecialPrices.Where(price => price.ConnectionId == row.Id && productIds.Contains(price.ProductId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var special = sale?.Special.ToDictionary(row => row.ProductId, row => row.Prices) ?? [];
        var isSupplied = sale is not null && sale.SellerKind != OrganizationKind.Operator;
        return new PriceBoard(
            at,
            products.ToDictionary(
                product => product.Id,
                product => new PriceTimelines(
                    [.. product.Prices.Select(Step)],
                    list.GetValueOrDefault(product.Id) ?? [],
                    special.GetValueOrDefault(product.Id) ?? [],
                    isSupplied ? product.ResaleTerms : null)));
    }

    public static PriceStep Step(ListPrice price) => new(
        price.Currency,
        Enum.Parse<Term>(price.Interval, ignoreCase: true),
        Enum.Parse<Term>(price.PlanLength, ignoreCase: true),
        price.MinorUnits,
        price.From);
}

/// <summary>Prices at one moment, by product.</summary>
internal sealed class PriceBoard(DateTimeOffset at, IReadOnlyDictionary<Guid, PriceTimelines> timelines)
{
    /// <summary>Null where there is no such price, or no such product.</summary>
    public ShopPrice? Find(Guid productId, PriceTerms terms) =>
        timelines.TryGetValue(productId, out var known) ? ShopPriceRules.Resolve(known, terms, at) : null;

    /// <summary>In every currency, interval and plan length.</summary>
    public IReadOnlyList<ShopPrice> All(Guid productId) => timelines.TryGetValue(productId, out var known) ? ShopPriceRules.All(known, at) : [];
}
