using Microsoft.EntityFrameworkCore;
using Primitives;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Prices;

/// <summary>What a seller's products cost one of its buyers, any number of them in two queries, or three where the products have not been read.</summary>
internal sealed class ShopPrices(StorefrontDb db)
{
    /// <param name="connectionId">One that the caller was found to see: what is asked of that buyer alone is in the answer.</param>
    /// <param name="at">Realm time.</param>
    public async Task<PriceBoard> Of(Guid connectionId, Guid sellerId, IReadOnlyCollection<Guid> productIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var recommended = await db.Products.AsNoTracking().Where(row => productIds.Contains(row.Id))
            .Select(row => new { row.Id, row.Prices }).ToDictionaryAsync(row => row.Id, row => row.Prices, cancellationToken);
        return await Of(connectionId, sellerId, recommended, at, cancellationToken);
    }

    public Task<PriceBoard> Of(Guid connectionId, Guid sellerId, IEnumerable<ProductRow> products, DateTimeOffset at, CancellationToken cancellationToken) =>
        Of(connectionId, sellerId, products.ToDictionary(row => row.Id, row => row.Prices), at, cancellationToken);

    private async Task<PriceBoard> Of(
        Guid connectionId, Guid sellerId, Dictionary<Guid, IReadOnlyList<ListPrice>> recommended, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var productIds = recommended.Keys.ToList();
        var list = await db.SellerPrices.AsNoTracking().Where(row => row.SellerId == sellerId && productIds.Contains(row.ProductId))
            .ToDictionaryAsync(row => row.ProductId, row => row.Prices, cancellationToken);
        var special = await db.SpecialPrices.AsNoTracking().Where(row => row.ConnectionId == connectionId && row.SellerId == sellerId && productIds.Contains(row.ProductId))
            .ToDictionaryAsync(row => row.ProductId, row => row.Prices, cancellationToken);
        return new PriceBoard(
            at,
            recommended.ToDictionary(
                product => product.Key,
                product => new PriceTimelines(
                    [.. product.Value.Select(Step)],
                    list.GetValueOrDefault(product.Key) ?? [],
                    special.GetValueOrDefault(product.Key) ?? [])));
    }

    private static PriceStep Step(ListPrice price) => new(
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
