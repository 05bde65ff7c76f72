using Billing.Api.Products;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Prices;

/// <summary>A version of a product's price from either of its two tables, so that one query reads both.</summary>
internal sealed class PublishedPrice
{
    public required bool IsWholesale { get; init; }
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ProductId { get; init; }
    public required int Number { get; init; }
    public required FeeKind Fee { get; init; }
    public required long MinorUnits { get; init; }
    public required Currency Currency { get; init; }
    public required Term Interval { get; init; }
    public required Term PlanLength { get; init; }
    public required DateTimeOffset From { get; init; }

    public RecommendedPrice ToRecommended() => new()
    {
        Id = Id,
        RealmId = RealmId,
        ProductId = ProductId,
        Number = Number,
        Fee = Fee,
        Amount = new Money(MinorUnits, Currency),
        Interval = Interval,
        PlanLength = PlanLength,
        From = From,
    };

    public WholesalePrice ToWholesale() => new()
    {
        Id = Id,
        RealmId = RealmId,
        ProductId = ProductId,
        Number = Number,
        Fee = Fee,
        Amount = new Money(MinorUnits, Currency),
        Interval = Interval,
        PlanLength = PlanLength,
        From = From,
    };
}
