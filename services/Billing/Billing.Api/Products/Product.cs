using Billing.Domain;
using ServiceDefaults.Storage;

namespace Billing.Api.Products;

/// <summary>Something to sell: an account subscription for end accounts and, where it is sold on, a reseller subscription for those who sell it.</summary>
internal sealed class Product : IRealmRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The operator, or the one reseller whose product it is.</summary>
    public required Guid ManagedById { get; init; }

    public required string Name { get; init; }
    public required string Description { get; init; }
    public required ProductKind Kind { get; init; }
    public required bool SharedWithResellers { get; init; }
    public required string AccountSubscriptionName { get; init; }

    /// <summary>Null where the product is not sold on.</summary>
    public string? ResellerSubscriptionName { get; init; }

    public ChargedPer? ResellerSubscriptionPer { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;
    public List<RecommendedPrice> RecommendedPrices { get; } = [];
    public List<WholesalePrice> WholesalePrices { get; } = [];

    public void AddRecommended(PriceDraft price) => RecommendedPrices.Add(new RecommendedPrice
    {
        Id = Guid.CreateVersion7(),
        RealmId = RealmId,
        ProductId = Id,
        Number = RecommendedPrices.Count(version => version.Terms == price.Terms) + 1,
        Fee = price.Fee,
        Amount = price.Amount,
        Interval = price.Interval,
        PlanLength = price.PlanLength,
        From = price.From,
    });

    public void AddWholesale(PriceDraft price) => WholesalePrices.Add(new WholesalePrice
    {
        Id = Guid.CreateVersion7(),
        RealmId = RealmId,
        ProductId = Id,
        Number = WholesalePrices.Count(version => version.Terms == price.Terms) + 1,
        Fee = price.Fee,
        Amount = price.Amount,
        Interval = price.Interval,
        PlanLength = price.PlanLength,
        From = price.From,
    });
}
