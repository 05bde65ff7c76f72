using Primitives;

namespace Billing.Domain;

public enum ProductKind
{
    Main,
    AddOn,
}

/// <summary>How a product is paid for.</summary>
public enum ChargeModel
{
    /// <summary>Each interval in advance, and per event where it has such fees.</summary>
    Recurring,

    /// <summary>Once.</summary>
    OneTime,

    /// <summary>Per event alone.</summary>
    Usage,
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

/// <summary>What each event of a kind costs.</summary>
/// <param name="WholesalePrice">Null where the product is not sold on.</param>
public sealed record UsageFeeDraft(FeeKind Kind, Money RecommendedPrice, Money? WholesalePrice);

/// <param name="ResellerPlan">What a partner is on by having it; null for any other product.</param>
/// <param name="ManagerHasGrant">Whether the reseller that is to manage it was granted that; it does not matter where the operator is.</param>
public sealed record ProductDraft(
    ProductKind Kind,
    ChargeModel Charging,
    ManagedBy ManagedBy,
    bool ManagerHasGrant,
    bool SharedWithResellers,
    SaleLimits Limits,
    AccountSubscriptionDraft? AccountSubscription,
    ResellerSubscriptionDraft? ResellerSubscription,
    IReadOnlyList<UsageFeeDraft> UsageFees,
    ResellerPlan? ResellerPlan = null);

public static class ProductRules
{
    /// <summary>What a product must be like to be sold, and sold on. Says all that is wrong at once.</summary>
    public static Result<ProductDraft> Create(ProductDraft draft)
    {
        var errors = new List<FieldError>();
        errors.AddRange(draft.ManagedBy == ManagedBy.Operator ? OperatorManaged(draft) : ResellerManaged(draft));
        if (draft.AccountSubscription is null)
        {
            errors.Add(new("accountSubscription", "account_subscription_required", "A product names the account subscription that end accounts get."));
        }

        if (draft.AccountSubscription is { } account)
        {
            errors.AddRange(AccountSubscription(account));
        }

        if (draft.ResellerSubscription is { } reseller)
        {
            errors.AddRange(ResellerSubscription(reseller, draft.AccountSubscription?.RecommendedPrice));
        }

        errors.AddRange(ChargingRules.Check(draft));
        errors.AddRange(draft.Limits.Errors(draft.Charging));
        errors.AddRange(PlanRules.Check(draft));
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
        if (PriceLimit.Check($"{field}.amount", price.Amount) is { } wrong)
        {
            yield return wrong;
        }

        if (!price.PlanLength.IsWholeNumberOf(price.Interval))
        {
            yield return new($"{field}.planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals.");
        }
    }

    private static IEnumerable<FieldError> OperatorManaged(ProductDraft draft)
    {
        if (draft.SharedWithResellers && draft.ResellerSubscription is null)
        {
            yield return new("resellerSubscription", "reseller_subscription_required", "A shared product names the reseller subscription that resellers pay.");
        }

        if (draft.AccountSubscription is { ManagedBy: ManagedBy.Reseller })
        {
            yield return new(
                "accountSubscription.managedBy",
                "account_subscription_must_be_operator_managed",
                "The account subscription of an operator-managed product is managed by the operator.");
        }

        if (draft.ResellerSubscription is { ManagedBy: ManagedBy.Reseller })
        {
            yield return new(
                "resellerSubscription.managedBy",
                "reseller_subscription_must_be_operator_managed",
                "The reseller subscription of an operator-managed product is managed by the operator.");
        }
    }

    /// <summary>All three are the reseller's, and nobody else's.</summary>
    private static IEnumerable<FieldError> ResellerManaged(ProductDraft draft)
    {
        if (!draft.ManagerHasGrant)
        {
            yield return new("managedById", "product_grant_required", "The operator has not granted that reseller to manage products.");
        }

        if (draft.SharedWithResellers)
        {
            yield return new("sharedWithResellers", "reseller_managed_product_not_shared", "A reseller's own product is not shared with other resellers.");
        }

        if (draft.ResellerSubscription is null)
        {
            yield return new("resellerSubscription", "reseller_subscription_required", "The reseller pays for what it sells: its product names a reseller subscription.");
        }

        if (draft.AccountSubscription is { ManagedBy: ManagedBy.Operator })
        {
            yield return new(
                "accountSubscription.managedBy",
                "account_subscription_must_be_reseller_managed",
                "The account subscription of a reseller-managed product is managed by that reseller.");
        }

        if (draft.ResellerSubscription is { ManagedBy: ManagedBy.Operator })
        {
            yield return new(
                "resellerSubscription.managedBy",
                "reseller_subscription_must_be_reseller_managed",
                "The reseller subscription of a reseller-managed product is managed by that reseller.");
        }
    }

    private static IEnumerable<FieldError> AccountSubscription(AccountSubscriptionDraft account)
    {
        const string field = "accountSubscription";
        if (account.ManagedBy == ManagedBy.Operator && !account.SharedWithResellers)
        {
            yield return new($"{field}.sharedWithResellers", "account_subscription_must_be_shared", "An operator-managed account subscription is shared with resellers.");
        }

        if (account.RecommendedPrice is null)
        {
            yield return new($"{field}.recommendedPrice", "recommended_price_required", "An account subscription holds the recommended retail fee.");
        }
        else
        {
            foreach (var error in CheckPrice($"{field}.recommendedPrice", account.RecommendedPrice))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> ResellerSubscription(ResellerSubscriptionDraft reseller, PriceDraft? recommended)
    {
        const string field = "resellerSubscription";
        if (!reseller.CanBeAppliedMoreThanOnce)
        {
            yield return new(
                $"{field}.canBeAppliedMoreThanOnce",
                "reseller_subscription_must_apply_more_than_once",
                "A reseller pays for every account it sells to, so its subscription can be applied more than once.");
        }

        foreach (var error in CheckPrice($"{field}.wholesalePrice", reseller.WholesalePrice))
        {
            yield return error;
        }

        if (recommended is not null && recommended.Terms != reseller.WholesalePrice.Terms)
        {
            yield return new($"{field}.wholesalePrice", "price_terms_differ", "Wholesale and recommended price are for the same currency, interval and plan length.");
        }
    }
}
