using Billing.Domain;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Products;

internal static class ProductFacts
{
    /// <summary>Needs all its prices.</summary>
    public static Facts.Product ToFact(this Product product) => new(
        product.Id,
        product.Name,
        product.Description,
        product.Kind.ToWord(),
        product.ManagedById,
        product.SharedWithResellers,
        [.. product.RecommendedPrices.Where(price => price.Fee == FeeKind.Plan).OrderBy(price => price.From).Select(price => new Facts.PriceVersion(
            price.Number, price.Amount.ToFact(), price.Interval.ToWord(), price.PlanLength.ToWord(), price.From))],
        product.Charging.ToWord(),
        product.Provisioning.ToWord(),
        product.SmallestQuantity,
        product.LargestQuantity,
        product.MinimumCommitment?.ToWord(),
        product.UpgradeTargets,
        [.. product.RecommendedPrices.Where(price => price.Fee != FeeKind.Plan).OrderBy(price => price.From).Select(price => new Facts.UsageFee(
            price.Fee.ToWord(), price.Number, price.Amount.ToFact(), price.From))],
        product.ResellerPlan?.ToWord(),
        product.LogoUrl,
        [.. product.WholesalePrices.Where(price => price.Fee == FeeKind.Plan).GroupBy(price => price.Terms).OrderBy(prices => prices.Min(price => price.From)).Select(
            prices => new Facts.ResaleTerms(
                prices.Key.Currency.Code, prices.Key.Interval.ToWord(), prices.Key.PlanLength.ToWord(), prices.Min(price => price.From)))]);
}
