using Billing.Domain;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

/// <summary>A product as its realm sees it.</summary>
/// <param name="RecommendedPrices">Every version, oldest first.</param>
/// <param name="ResellerSubscription">What resellers pay; null for customers, and where the product is not sold on.</param>
internal sealed record ProductView(
    Guid Id,
    string Name,
    string Description,
    ProductKind Kind,
    Guid ManagedById,
    bool SharedWithResellers,
    string AccountSubscriptionName,
    IReadOnlyList<PriceVersionView> RecommendedPrices,
    ResellerSubscriptionView? ResellerSubscription,
    DateTimeOffset CreatedAt,
    long Version) : IVersionedView
{
    public static ProductView Of(Product product) => new(
        product.Id,
        product.Name,
        product.Description,
        product.Kind,
        product.ManagedById,
        product.SharedWithResellers,
        product.AccountSubscriptionName,
        PriceVersionView.Of(product.RecommendedPrices),
        // A customer's query does not reach the wholesale prices, so for it there is no such subscription.
        product is { WholesalePrices.Count: > 0, ResellerSubscriptionName: { } name, ResellerSubscriptionPer: { } per }
            ? new ResellerSubscriptionView(name, per, PriceVersionView.Of(product.WholesalePrices))
            : null,
        product.CreatedAt,
        product.Version);
}

internal sealed record ResellerSubscriptionView(string Name, ChargedPer Per, IReadOnlyList<PriceVersionView> WholesalePrices);

/// <param name="Price">For one unit and one interval.</param>
internal sealed record PriceVersionView(int Number, Money Price, Term Interval, Term PlanLength, DateTimeOffset From)
{
    public static IReadOnlyList<PriceVersionView> Of(IEnumerable<PriceVersion> versions) =>
    [
        .. versions
            .OrderBy(version => version.From)
            .ThenBy(version => version.Number)
            .Select(version => new PriceVersionView(version.Number, version.Amount, version.Interval, version.PlanLength, version.From)),
    ];
}
