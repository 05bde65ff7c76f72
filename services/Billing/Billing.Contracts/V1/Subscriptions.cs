namespace Billing.Contracts.V1;

/// <summary>An agreement made a subscription. Aggregate of all these: the subscription.</summary>
public sealed record SubscriptionCreated(Subscription Subscription);

/// <summary>First use in its connection set the end of the trial.</summary>
public sealed record TrialStarted(Subscription Subscription);

/// <summary>The trial is over; from now on the buyer pays.</summary>
public sealed record TrialEnded(Subscription Subscription);

/// <summary>It is paid for from now on: created without a trial, or the trial ended.</summary>
public sealed record SubscriptionActivated(Subscription Subscription);

/// <summary>Anything else about it changed: terms, suspension and resumption, a scheduled change and its end.</summary>
public sealed record SubscriptionChanged(Subscription Subscription);

/// <param name="Id">The subscription.</param>
/// <param name="ConnectionId">The connection it was sold on.</param>
/// <param name="SellerId">That connection's seller.</param>
/// <param name="BuyerId">That connection's buyer.</param>
/// <param name="ProductId">What was sold.</param>
/// <param name="ProductName">As it was called then.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Status">trial | active | suspended | pendingCancellation | cancelled</param>
/// <param name="BoughtBy">seller where the seller placed the order itself; buyer where the buyer ordered, or approved the seller's request.</param>
/// <param name="BoughtAt">Realm time.</param>
/// <param name="TrialEndsAt">Null without a trial, and until first use.</param>
/// <param name="UnitPrice">What the buyer pays for one unit and one interval.</param>
/// <param name="Interval">month | quarter | year | twoYears | threeYears</param>
/// <param name="PlanLength">The commitment, in the same words.</param>
/// <param name="ProductKind">main | addOn | oneTime</param>
/// <param name="MainSubscriptionId">What an add-on belongs to.</param>
/// <param name="ScheduledOn">First day of a change that is still to come, in the seller's calendar; null where there is none.</param>
/// <param name="ScheduledQuantity">Units left from then on; 0 where it ends.</param>
/// <param name="ResellerPlan">free | standard | tenant, where the product is a reseller plan.</param>
/// <param name="OrderId">The order that made it; null where a request did.</param>
public sealed record Subscription(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    Guid ProductId,
    string ProductName,
    int Quantity,
    string Status,
    string BoughtBy,
    DateTimeOffset BoughtAt,
    DateTimeOffset? TrialEndsAt,
    Money UnitPrice,
    string Interval,
    string PlanLength = "",
    string ProductKind = "main",
    Guid? MainSubscriptionId = null,
    DateOnly? ScheduledOn = null,
    int? ScheduledQuantity = null,
    string? ResellerPlan = null,
    Guid? OrderId = null);
