using Primitives;

namespace Billing.Domain;

public static class PriceRules
{
    /// <summary>Null if a new version of a price can be published.</summary>
    /// <param name="price">The new version.</param>
    /// <param name="now">Prices begin now or later: what was charged is not rewritten.</param>
    /// <param name="isWholesale">Whether it is what resellers pay.</param>
    /// <param name="per">The product's reseller subscription's, or null where it is not sold on.</param>
    /// <param name="charging">How the product is paid for.</param>
    public static Refusal? Publish(PriceDraft price, DateTimeOffset now, bool isWholesale, ChargedPer? per, ChargeModel charging)
    {
        if (ProductRules.CheckPrice("price", price).FirstOrDefault() is { } error)
        {
            return Refusal.Invalid(error.Field, error.Code, error.Detail);
        }

        if (price.From < now)
        {
            return Refusal.Invalid("from", "price_in_the_past", "A price applies from now on, or from later.");
        }

        if (charging == ChargeModel.OneTime && price.Terms != PriceTerms.Once(price.Amount.Currency))
        {
            return Refusal.Invalid("interval", "one_time_price_has_no_interval", "What is paid once has neither interval nor plan length, and no fee per event.");
        }

        if (charging == ChargeModel.Usage && price is { Fee: FeeKind.Plan, Amount.IsZero: false } && !isWholesale)
        {
            return Refusal.Invalid("price", "usage_product_has_no_plan_price", "What is paid per event costs nothing per interval.");
        }

        return isWholesale && per is null
            ? new Refusal("product_not_sold_on", "This product has no reseller subscription that a wholesale price could belong to.", RefusalKind.Unprocessable)
            : null;
    }
}
