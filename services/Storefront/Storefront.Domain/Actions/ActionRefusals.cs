using Primitives;

namespace Storefront.Domain;

/// <summary>Why something cannot be done to a subscription: stable codes, those that Billing has too called the same.</summary>
public static class ActionRefusals
{
    public static readonly Refusal PaidOnce = new("one_time_charge_does_not_change", "What is paid once is bought for good.");
    public static readonly Refusal Cancelled = new("subscription_cancelled", "A cancelled subscription does not change any more.");
    public static readonly Refusal Suspended = new("subscription_suspended", "It is suspended; it can be cancelled at once, and nothing else.");

    public static readonly Refusal NotSelfService = new(
        "self_service_not_offered", "This seller changes subscriptions for its customers; ask it.", RefusalKind.NotPermitted);

    public static readonly Refusal ChangeScheduled = new(
        "change_already_scheduled", "A change of this subscription is still to come; it has to be undone first.");

    public static readonly Refusal PlanSubscription = new(
        "reseller_plan_subscription", "A reseller plan is had once: it is upgraded here, and left by the plan's own downgrade.");

    public static readonly Refusal NotPublished = new("not_published", "The seller does not offer this product at present.");
    public static readonly Refusal ChargedPerEvent = new("charged_per_event", "What is charged for its use has no licences.");
    public static readonly Refusal LargestQuantity = new("quantity_limit_reached", "No more units of this product are sold at once.");
    public static readonly Refusal SmallestQuantity = new("smallest_quantity_reached", "No fewer units of this product are sold; it can be cancelled.");
    public static readonly Refusal NoUpgrade = new("no_upgrade_offered", "The seller offers nothing that this can be upgraded to.");
    public static readonly Refusal NoAddOnOffered = new("no_add_on_offered", "The seller offers no add-on for this.");
    public static readonly Refusal NoAddOns = new("no_add_ons", "The subscription has no add-ons.");
    public static readonly Refusal NotMain = new("not_a_main_subscription", "Only the subscription of a main product has add-ons.");
    public static readonly Refusal NothingToUndo = new("nothing_to_undo", "No change of this subscription is still to come.");

    public static readonly Refusal NotOfferedProduct = Refusal.Invalid("productId", "product_not_offered", "It is none of the products that are offered for this.");

    public static readonly Refusal NotItsAddOn = Refusal.Invalid("addOnSubscriptionId", "add_on_not_offered", "It is none of the add-ons that this can be done to.");

    public static Refusal Committed(DateOnly until) => new("minimum_commitment_not_over", $"The subscription is committed to until {until:yyyy-MM-dd}.");

    public static Refusal Quantity(UnitRange units) =>
        Refusal.Invalid("quantity", "quantity_not_offered", $"It is between {units.Smallest} and {units.Largest}.");
}
