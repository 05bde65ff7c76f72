using Primitives;

namespace Billing.Domain;

public enum ProductKind
{
    Main,
    AddOn,
}

/// <summary>Who keeps a product or one of its subscriptions up to date.</summary>
public enum ManagedBy
{
    Operator,
    Reseller,
}

/// <summary>A price as somebody wants to set it. <paramref name="From"/> is the first instant it applies.</summary>
public sealed record PriceDraft(Money Amount, Term Interval, Term PlanLength, DateTimeOffset From, FeeKind Fee = FeeKind.Plan)
{
    public PriceTerms Terms => new(Amount.Currency, Interval, PlanLength, Fee);
}

/// <summary>What an end account gets, with the recommended retail fee.</summary>
public sealed record AccountSubscriptionDraft(string Name, ManagedBy ManagedBy, bool SharedWithResellers, PriceDraft? RecommendedPrice);

/// <summary>What a reseller pays for each account or unit it sells, with the wholesale fee.</summary>
public sealed record ResellerSubscriptionDraft(string Name, ManagedBy ManagedBy, ChargedPer Per, bool CanBeAppliedMoreThanOnce, PriceDraft WholesalePrice);

public sealed record ProductDraft(
    ManagedBy ManagedBy,
    bool SharedWithResellers,
    AccountSubscriptionDraft? AccountSubscription,
    ResellerSubscriptionDraft? ResellerSubscription);

public static class ProductRules
{
    /// <summary>What an operator-managed product must be like to be sold on. Says all that is wrong at once.</summary>
    public static Result<ProductDraft> Create(ProductDraft draft)
    {
        var errors = new List<FieldError>();
        if (draft.ManagedBy != ManagedBy.Operator)
        {
            errors.Add(new("managedBy", "product_must_be_operator_managed", "The operator creates products that it manages itself."));
        }

        if (draft.AccountSubscription is null)
        {
            errors.Add(new("accountSubscription", "account_subscription_required", "A product names the account subscription that end accounts get."));
        }

        if (draft.SharedWithResellers && draft.ResellerSubscription is null)
        {
            errors.Add(new("resellerSubscription", "reseller_subscription_required", "A shared product names the reseller subscription that resellers pay."));
        }

        if (draft.AccountSubscription is { } account)
        {
            CheckAccountSubscription(account, errors);
        }

        if (draft.ResellerSubscription is { } reseller)
        {
            CheckResellerSubscription(reseller, draft.AccountSubscription?.RecommendedPrice, errors);
        }

        return errors switch
        {
            [] => draft,
            [var only] => Refusal.Invalid(only.Field, only.Code, only.Detail),
            _ => Refusal.Invalid(errors),
        };
    }

    /// <summary>What holds for every price, whoever sets it.</summary>
    public static IEnumerable<FieldError> CheckPrice(string field, PriceDraft price)
    {
        if (price.Amount.IsNegative)
        {
            yield return new($"{field}.amount", "price_negative", "A price is zero or more.");
        }

        if (!price.PlanLength.IsWholeNumberOf(price.Interval))
        {
            yield return new($"{field}.planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals.");
        }
    }

    private static void CheckAccountSubscription(AccountSubscriptionDraft account, List<FieldError> errors)
    {
        const string field = "accountSubscription";
        if (account.ManagedBy == ManagedBy.Operator && !account.SharedWithResellers)
        {
            errors.Add(new($"{field}.sharedWithResellers", "account_subscription_must_be_shared", "An operator-managed account subscription is shared with resellers."));
        }

        if (account.RecommendedPrice is null)
        {
            errors.Add(new($"{field}.recommendedPrice", "recommended_price_required", "An account subscription holds the recommended retail fee."));
        }
        else
        {
            errors.AddRange(CheckPrice($"{field}.recommendedPrice", account.RecommendedPrice));
        }
    }

    private static void CheckResellerSubscription(ResellerSubscriptionDraft reseller, PriceDraft? recommended, List<FieldError> errors)
    {
        const string field = "resellerSubscription";
        if (reseller.ManagedBy != ManagedBy.Operator)
        {
            errors.Add(new($"{field}.managedBy", "reseller_subscription_must_be_operator_managed", "The reseller subscription of an operator-managed product is managed by the operator."));
        }

        if (!reseller.CanBeAppliedMoreThanOnce)
        {
            errors.Add(new(
                $"{field}.canBeAppliedMoreThanOnce",
                "reseller_subscription_must_apply_more_than_once",
                "A reseller pays for every account it sells to, so its subscription can be applied more than once."));
        }

        errors.AddRange(CheckPrice($"{field}.wholesalePrice", reseller.WholesalePrice));
        if (recommended is not null && recommended.Terms != reseller.WholesalePrice.Terms)
        {
            errors.Add(new($"{field}.wholesalePrice", "price_terms_differ", "Wholesale and recommended price are for the same currency, interval and plan length."));
        }
    }
}
