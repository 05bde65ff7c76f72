namespace Storefront.Contracts.V1;

/// <summary>Somebody asked for something to be delivered; unless it needs no approval, the seller has to agree. Aggregate of all these: the order.</summary>
public sealed record OrderSubmitted(Order Order);

/// <summary>It is agreed on, by the seller or because no approval was needed. Billing answers with <c>OrderAccepted</c> or <c>OrderRefused</c>.</summary>
public sealed record OrderApproved(Order Order);

/// <summary>Lines were delivered, all of them or some more. Billing starts charging for those.</summary>
public sealed record OrderProvisioned(Order Order);

/// <summary>Everything that will be delivered is delivered and charged for.</summary>
public sealed record OrderExecuted(Order Order);

/// <summary>It ended without anything delivered: rejected, withdrawn, refused, out of time.</summary>
public sealed record OrderCanceled(Order Order);

/// <summary>A line of it names a reseller plan and nothing else is in its way. Orgs answers with <c>PlanOrderAnswered</c>.</summary>
public sealed record ResellerPlanOrdered(Order Order);

/// <param name="Id">The order.</param>
/// <param name="Number">Without gaps per seller.</param>
/// <param name="ConnectionId">Where it belongs.</param>
/// <param name="SellerId">That connection's seller, who decides and delivers.</param>
/// <param name="BuyerId">That connection's buyer, who pays.</param>
/// <param name="PlacedBy">buyer | seller</param>
/// <param name="PlacedById">The person.</param>
/// <param name="Status">pendingApproval | inProgress | executed | canceled</param>
/// <param name="SubmittedAt">Realm time.</param>
/// <param name="ApprovedAt">Realm time; null while that is open.</param>
/// <param name="Alias">For the storefront of a reseller plan; null where none is ordered, or one is kept.</param>
/// <param name="QuoteToken">Of Billing's quote; what is charged must be exactly that. Null where nothing was quoted, or approval took its time since.</param>
/// <param name="Lines">In the order they were put down; an add-on follows its main line.</param>
/// <param name="CancelCode">Why it was canceled: a stable code.</param>
/// <param name="CancelReason">The same in words of who did it.</param>
public sealed record Order(
    Guid Id,
    string Number,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string PlacedBy,
    Guid PlacedById,
    string Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? ApprovedAt,
    string? Alias,
    string? QuoteToken,
    IReadOnlyList<OrderLine> Lines,
    string? CancelCode,
    string? CancelReason);

/// <param name="Id">The line.</param>
/// <param name="Action">
/// buy (a new subscription, add-on or one-time product) | increase, decrease (units of a subscription) | upgrade (units of a subscription become units of
/// <paramref name="ProductId"/>) | cancel | undo (what is scheduled)
/// </param>
/// <param name="ProductId">What is bought, or what the subscription is to; for an upgrade what it becomes.</param>
/// <param name="ProductName">As it was shown.</param>
/// <param name="SubscriptionId">What the line changes; null where it buys.</param>
/// <param name="MainSubscriptionId">For an add-on that is bought: what it belongs to, if that exists already.</param>
/// <param name="MainLineId">For an add-on that is bought: the line of this order that buys what it belongs to.</param>
/// <param name="Quantity">How many units the action is about: bought, added, given up, upgraded. 0 for undo.</param>
/// <param name="UnitPrice">What one unit costs for one interval, as it was shown. Billing charges that or refuses. For what gives units up it says nothing.</param>
/// <param name="Discount">List price less unit price, for one unit, never below zero.</param>
/// <param name="Interval">month | quarter | year | twoYears | threeYears</param>
/// <param name="PlanLength">The commitment, in the same words.</param>
/// <param name="Effective">now | periodEnd | date</param>
/// <param name="EffectiveOn">With date; a day in the seller's calendar.</param>
/// <param name="Delivery">waiting | delivered (the seller has done its part) | active (Billing charges for it) | canceled</param>
/// <param name="ResellerPlan">free | standard | tenant, where the product is a reseller plan.</param>
public sealed record OrderLine(
    Guid Id,
    string Action,
    Guid ProductId,
    string ProductName,
    Guid? SubscriptionId,
    Guid? MainSubscriptionId,
    Guid? MainLineId,
    int Quantity,
    Money UnitPrice,
    Money Discount,
    string Interval,
    string PlanLength,
    string Effective,
    DateOnly? EffectiveOn,
    string Delivery,
    string? ResellerPlan);
