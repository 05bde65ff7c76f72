namespace Orgs.Domain.ResellerPlans;

/// <summary>
/// What a partner's present plan rests on: the order that brought it, and the subscription that the order changed; one that the order made is known by
/// the order. Nothing of both where the plan was given by hand and no order followed.
/// </summary>
public sealed record PlanBasis(Guid? OrderId, Guid? SubscriptionId)
{
    public static readonly PlanBasis None = new(null, null);

    /// <summary>Whether the plan ends with a subscription. One that the partner had on another plan, or before it was given this one by hand, ends without it.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="madeBy">The order that made it; null where a request did.</param>
    public bool RestsOn(Guid subscriptionId, Guid? madeBy) =>
        SubscriptionId is { } own ? own == subscriptionId : OrderId is { } order && order == madeBy;
}
