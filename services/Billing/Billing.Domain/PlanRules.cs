using Primitives;

namespace Billing.Domain;

/// <summary>What a partner is on while it has a subscription to such a product.</summary>
public enum ResellerPlan
{
    Free,
    Standard,
    Tenant,
}

/// <summary>What is different about a product that is a reseller plan: a partner has one of it, or none.</summary>
public static class PlanRules
{
    /// <summary>A plan is had once.</summary>
    public static readonly SaleLimits Once = new(LargestQuantity: 1);

    public static readonly Refusal AlreadySubscribed = new(
        "plan_already_subscribed", "There is a reseller plan on this connection already; it is upgraded, or cancelled first.");

    private static readonly Refusal ForPartners = new(
        "plan_for_partners_only", "A reseller plan is sold to partners: a customer has no storefront.", RefusalKind.Unprocessable);

    /// <summary>Why there can be no such plan; nothing for any other product.</summary>
    public static IEnumerable<FieldError> Check(ProductDraft draft)
    {
        if (draft.ResellerPlan is null)
        {
            yield break;
        }

        if (draft.Kind != ProductKind.Main || draft.Charging != ChargeModel.Recurring)
        {
            yield return new("resellerPlan", "plan_is_main_and_recurring", "A reseller plan is a main product, paid for each interval.");
        }

        if (draft.ManagedBy != ManagedBy.Operator)
        {
            yield return new("resellerPlan", "plan_must_be_operator_managed", "What a plan permits is the operator's to say, so it manages the product.");
        }

        if (draft.UsageFees.Count > 0)
        {
            yield return new("usageFees", "plan_has_no_usage_fees", "A reseller plan is not charged per event.");
        }

        foreach (var error in Check(draft.ResellerPlan, draft.Limits))
        {
            yield return error;
        }
    }

    public static IEnumerable<FieldError> Check(ResellerPlan? plan, SaleLimits limits)
    {
        if (plan is not null && limits is not { SmallestQuantity: 1, LargestQuantity: 1 })
        {
            yield return new("limits", "plan_is_sold_once", "Of a reseller plan exactly one is sold.");
        }
    }

    /// <summary>Null where a plan can be bought.</summary>
    /// <param name="buyerIsPartner">And no end customer.</param>
    /// <param name="hasPlan">A plan subscription of the connection that is not cancelled.</param>
    public static Refusal? Buy(bool buyerIsPartner, bool hasPlan) => !buyerIsPartner ? ForPartners : hasPlan ? AlreadySubscribed : null;
}
