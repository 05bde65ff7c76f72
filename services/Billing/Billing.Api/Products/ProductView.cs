using Billing.Domain;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

/// <summary>A product as its realm sees it.</summary>
/// <param name="ManagedById">The operator, or the one reseller whose product it is.</param>
/// <param name="RecommendedPrices">Every version, oldest first.</param>
/// <param name="ResellerSubscription">What resellers pay; null for who must not see it, and where the product is not sold on.</param>
/// <param name="ResellerPlan">What a partner is on by having it; null for any other product.</param>
/// <param name="UpgradeTargets">Products that a subscription to this one can be changed to.</param>
internal sealed record ProductView(
    Guid Id,
    string Name,
    string Description,
    ProductKind Kind,
    ChargeModel Charging,
    ManagedBy ManagedBy,
    Guid ManagedById,
    bool SharedWithResellers,
    string TaxCode,
    Provisioning Provisioning,
    SaleLimits Limits,
    IReadOnlyList<Guid> UpgradeTargets,
    string AccountSubscriptionName,
    IReadOnlyList<PriceVersionView> RecommendedPrices,
    ResellerSubscriptionView? ResellerSubscription,
    DateTimeOffset CreatedAt,
    ResellerPlan? ResellerPlan,
    string? LogoUrl,
    long Version) : IVersionedView
{
    public static ProductView Of(Product product) => new(
        product.Id,
        product.Name,
        product.Description,
        product.Kind,
        product.Charging,
        product.ManagedBy,
        product.ManagedById,
        product.SharedWithResellers,
        product.TaxCode,
        product.Provisioning,
        product.Limits,
        product.UpgradeTargets,
        product.AccountSubscriptionName,
        PriceVersionView.Of(product.RecommendedPrices),
        // Who must not see it does not reach the wholesale prices, so for it there is no such subscription.
        product is { WholesalePrices.Count: > 0, ResellerSubscriptionName: { } name, ResellerSubscriptionPer: { } per }
            ? new ResellerSubscriptionView(name, per, PriceVersionView.Of(product.WholesalePrices))
            : null,
        product.CreatedAt,
        product.ResellerPlan,
        product.LogoUrl,
        product.Version);
}

internal sealed record ResellerSubscriptionView(string Name, ChargedPer Per, IReadOnlyList<PriceVersionView> WholesalePrices);

/// <param name="Fee">What is paid for: the product, or an event.</param>
/// <param name="Price">For one unit and one interval, or for one event.</param>
internal sealed record PriceVersionView(int Number, FeeKind Fee, Money Price, Term Interval, Term PlanLength, DateTimeOffset From)
{
    public static IReadOnlyList<PriceVersionView> Of(IEnumerable<PriceVersion> versions) =>
    [
        .. versions
            .OrderBy(version => version.From)
            .ThenBy(version => version.Fee)
            .ThenBy(version => version.Number)
            .Select(version => new PriceVersionView(version.Number, version.Fee, version.Amount, version.Interval, version.PlanLength, version.From)),
    ];
}
