using Primitives;

namespace Billing.Domain;

/// <summary>What a product's way of charging asks of its prices.</summary>
public static class ChargingRules
{
    private const string RecommendedPrice = "accountSubscription.recommendedPrice";

    public static IEnumerable<FieldError> Check(ProductDraft draft)
    {
        var ofItsOwn = draft.Charging switch
        {
            ChargeModel.OneTime => OneTime(draft),
            ChargeModel.Usage => Usage(draft),
            _ => [],
        };
        return ofItsOwn.Concat(Fees(draft));
    }

    /// <summary>What it is invoiced as.</summary>
    public static InvoiceType InvoicedAs(ProductKind kind, ChargeModel charging) => (charging, kind) switch
    {
        (ChargeModel.OneTime, _) => InvoiceType.OneTime,
        (_, ProductKind.AddOn) => InvoiceType.AddOn,
        _ => InvoiceType.Subscription,
    };

    private static IEnumerable<FieldError> OneTime(ProductDraft draft)
    {
        if (draft.AccountSubscription?.RecommendedPrice is { } price && price.Terms != PriceTerms.Once(price.Amount.Currency))
        {
            yield return new($"{RecommendedPrice}.interval", "one_time_price_has_no_interval", "What is paid once has neither interval nor plan length.");
        }

        if (draft.UsageFees.Count > 0)
        {
            yield return new("usageFees", "one_time_product_has_no_usage_fees", "What is paid once is not charged per event.");
        }
    }

    private static IEnumerable<FieldError> Usage(ProductDraft draft)
    {
        if (draft.AccountSubscription?.RecommendedPrice is { Amount.IsZero: false })
        {
            yield return new(RecommendedPrice, "usage_product_has_no_plan_price", "What is paid per event costs nothing per interval.");
        }

        if (draft.UsageFees.Count == 0)
        {
            yield return new("usageFees", "usage_fee_required", "What is paid per event has a booking or a transfer fee.");
        }
    }

    private static IEnumerable<FieldError> Fees(ProductDraft draft)
    {
        var currency = draft.AccountSubscription?.RecommendedPrice?.Amount.Currency;
        for (var i = 0; i < draft.UsageFees.Count; i++)
        {
            var (fee, field) = (draft.UsageFees[i], $"usageFees[{i}]");
            if (fee.Kind == FeeKind.Plan || draft.UsageFees.Take(i).Any(earlier => earlier.Kind == fee.Kind))
            {
                yield return new($"{field}.kind", "usage_fee_kind", "There is one booking fee and one transfer fee at most, and no other.");
            }

            if ((PriceLimit.Check(field, fee.RecommendedPrice) ?? (fee.WholesalePrice is { } ours ? PriceLimit.Check(field, ours) : null)) is { } wrong)
            {
                yield return wrong;
            }

            if (fee.WholesalePrice is null == draft.ResellerSubscription is not null)
            {
                yield return new($"{field}.wholesalePrice", "wholesale_fee_with_reseller_subscription", "A fee has a wholesale price where, and only where, the product has a reseller subscription.");
            }

            if ((currency is { } plan && fee.RecommendedPrice.Currency != plan) || (fee.WholesalePrice is { } wholesale && wholesale.Currency != fee.RecommendedPrice.Currency))
            {
                yield return new(field, "price_terms_differ", "A product's first prices are all in one currency.");
            }
        }
    }
}
