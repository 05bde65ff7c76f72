using Primitives;

namespace Billing.Domain;

public static class PriceRules
{
    /// <summary>Null if a new version of a price can be published.</summary>
    /// <param name="price">The new version.</param>
    /// <param name="now">Prices begin now or later: what was charged is not rewritten.</param>
    /// <param name="isWholesale">Whether it is what resellers pay.</param>
    /// <param name="per">The product's reseller subscription's, or null where it is not sold on.</param>
    public static Refusal? Publish(PriceDraft price, DateTimeOffset now, bool isWholesale, ChargedPer? per)
    {
        if (ProductRules.CheckPrice("price", price).FirstOrDefault() is { } error)
        {
            return Refusal.Invalid(error.Field, error.Code, error.Detail);
        }

        if (price.From < now)
        {
            return Refusal.Invalid("from", "price_in_the_past", "A price applies from now on, or from later.");
        }

        return isWholesale && per is null
            ? new Refusal("product_not_sold_on", "This product has no reseller subscription that a wholesale price could belong to.", RefusalKind.Unprocessable)
            : null;
    }
}
