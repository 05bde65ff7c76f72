namespace Storefront.Domain;

/// <summary>The subscription that a partner's plan is charged by.</summary>
/// <param name="Plan">What the subscription is for; the partner may be on another one by hand until its order is executed.</param>
/// <param name="UpgradeTargets">Products that it can be changed to.</param>
public sealed record HeldPlan(Guid SubscriptionId, ResellerPlan Plan, IReadOnlyList<Guid> UpgradeTargets);

/// <summary>The buyer of a connection, as far as reseller plans go.</summary>
/// <param name="Plan">Null for anything but a partner.</param>
/// <param name="Alias">Of its storefront.</param>
/// <param name="IsSellersChild">Its parent is the connection's seller.</param>
/// <param name="Held">Null without a live plan subscription on the connection.</param>
public sealed record PlanPartner(ResellerPlan? Plan, string? Alias, bool IsSellersChild, HeldPlan? Held)
{
    /// <summary>A plan is had once: what there is becomes the next one.</summary>
    public LineAction ActionOfOrder => Held is null ? LineAction.Buy : LineAction.Upgrade;
}
