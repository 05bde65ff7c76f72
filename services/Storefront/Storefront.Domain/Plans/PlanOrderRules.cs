using Primitives;

namespace Storefront.Domain;

/// <summary>What can be told of an order for a reseller plan before it is placed, from what is known here. Orgs, which carries it out, has the last word.</summary>
public static class PlanOrderRules
{
    public static readonly Refusal SellerNotParent = new("seller_not_parent", "A partner's reseller plan is sold by its parent alone.", RefusalKind.NotPermitted);

    public static readonly Refusal ForPartners = new("plan_for_partners_only", "A reseller plan is for partners.", RefusalKind.Unprocessable);

    public static readonly Refusal Present = new("plan_is_present", "The partner is on this plan.");

    public static readonly Refusal Downgrade = new(
        "plan_downgrade_by_hand", "A smaller plan is not ordered: it is chosen on the partner's page, after the report of what it means.", RefusalKind.Unprocessable);

    public static readonly Refusal AlreadySubscribed = new(
        "plan_already_subscribed", "There is a subscription to a reseller plan already; order its upgrade.");

    public static readonly Refusal UpgradeNotOffered = new("upgrade_not_offered", "The present plan's product cannot be changed to this one.", RefusalKind.Unprocessable);

    public static readonly Refusal AliasTaken = new(
        "alias_taken", "Somebody else has this alias.", Errors: [new FieldError("alias", "alias_taken", "Somebody else has this alias.")]);

    // Down it goes by hand alone.
    private static readonly HashSet<(ResellerPlan From, ResellerPlan To, BoughtBy By)> Upwards =
    [
        (ResellerPlan.Basic, ResellerPlan.Free, BoughtBy.Buyer),
        (ResellerPlan.Basic, ResellerPlan.Free, BoughtBy.Seller),
        (ResellerPlan.Basic, ResellerPlan.Standard, BoughtBy.Buyer),
        (ResellerPlan.Basic, ResellerPlan.Standard, BoughtBy.Seller),
        (ResellerPlan.Basic, ResellerPlan.Tenant, BoughtBy.Seller),
        (ResellerPlan.Free, ResellerPlan.Standard, BoughtBy.Buyer),
        (ResellerPlan.Free, ResellerPlan.Standard, BoughtBy.Seller),
        (ResellerPlan.Standard, ResellerPlan.Tenant, BoughtBy.Seller),
    ];

    /// <summary>Null where the connection's buyer is a partner whose plan its seller sells.</summary>
    public static Refusal? CheckPartner(PlanPartner partner) => partner switch
    {
        { Plan: null } => ForPartners,
        { IsSellersChild: false } => SellerNotParent,
        _ => null,
    };

    /// <summary>Why the partner cannot get the plan by an order; null if nothing is in its way.</summary>
    /// <param name="productId">The plan's product.</param>
    public static Refusal? CheckMove(PlanPartner partner, Guid productId, ResellerPlan to, BoughtBy placedBy) => CheckPartner(partner) ?? partner switch
    {
        { Held.Plan: var held, Plan: var plan } when held == to && plan == to => Present,
        { Plan: { } plan } when to < plan => Downgrade,
        // Given by hand while nobody sold it: the order only makes the subscription.
        { Plan: { } plan } when to != plan && !Upwards.Contains((plan, to, placedBy)) => NotAllowed(to),
        { Held: { } held } when !held.UpgradeTargets.Contains(productId) => UpgradeNotOffered,
        _ => null,
    };

    /// <summary>Why the partner's storefront cannot be called so; null if it can, as far as the name itself goes.</summary>
    public static Refusal? CheckAlias(PlanPartner partner, ResellerPlan to, string? alias)
    {
        if (!PlanFeatures.NeedsAlias(to))
        {
            return alias is null ? null : Wrong("alias_not_used", "A partner on this plan has no storefront to name.");
        }

        if (partner.Alias is { } kept)
        {
            return alias is null || alias == kept ? null : Wrong("alias_kept", "The partner keeps the alias that it has.");
        }

        if (alias is null)
        {
            return Wrong("alias_required", "A partner on this plan has a storefront, and its storefront an alias.");
        }

        return AliasName.Check(alias) is { } wrong ? Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail) : null;
    }

    private static Refusal Wrong(string code, string detail) => new(code, detail, RefusalKind.Unprocessable, [new FieldError("alias", code, detail)]);

    private static Refusal NotAllowed(ResellerPlan to) => new(
        $"reseller_plan_to_{to.ToString().ToLowerInvariant()}_not_allowed", "From the plan that the partner is on this one cannot be ordered, or not by this side.");
}
