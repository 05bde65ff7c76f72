using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>Billing's subscriptions, and what was bought once.</summary>
internal sealed class SubscriptionRow : ISubscriptionTraits
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }
    public required SubscriptionKind Kind { get; init; }

    /// <summary>What an add-on belongs to.</summary>
    public Guid? MainSubscriptionId { get; init; }

    public required int Quantity { get; init; }
    public required SubscriptionStatus Status { get; init; }
    public required BoughtBy BoughtBy { get; init; }
    public required DateTimeOffset BoughtAt { get; init; }
    public DateTimeOffset? TrialEndsAt { get; init; }

    /// <summary>What the buyer pays for one unit and one interval, in minor units.</summary>
    public required long UnitPrice { get; init; }

    /// <summary>What the seller asked everybody for it then, in minor units; null where it asked nothing. A seller's prices of the past are forgotten, this is kept.</summary>
    public long? ListPrice { get; init; }

    public required string Currency { get; init; }
    public required string Interval { get; init; }

    /// <summary>The commitment, in the interval's words; empty where an old event did not say.</summary>
    public required string PlanLength { get; init; }

    /// <summary>First day of a change that is still to come, in the seller's calendar.</summary>
    public DateOnly? ScheduledOn { get; init; }

    /// <summary>Units left from then on; 0 where it ends.</summary>
    public int? ScheduledQuantity { get; init; }

    /// <summary>The same day, and one after all days where nothing is scheduled: what a list is sorted by.</summary>
    public DateOnly NextChangeOn { get; init; }

    /// <summary>Where it is what makes a partner's plan.</summary>
    public ResellerPlan? ResellerPlan { get; init; }

    /// <summary>The order that made it; null where a request did.</summary>
    public Guid? OrderId { get; init; }

    public required long Version { get; init; }
}

/// <summary>A subscription as of one version, and what was bought or given up with it: both follow from the version before, in whatever order they arrive.</summary>
internal sealed class PurchaseRow : IConnectionRow
{
    public required Guid SubscriptionId { get; init; }
    public required long Version { get; init; }

    /// <summary>Tells two of the same moment apart.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The subscription whose history shows it: the main one, of an add-on too.</summary>
    public required Guid MainSubscriptionId { get; init; }

    public required DateTimeOffset At { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }
    public required int Quantity { get; init; }
    public required bool IsCancelled { get; init; }

    /// <summary>For one unit and one interval, in minor units.</summary>
    public required long UnitPrice { get; init; }

    public required string Currency { get; init; }
    public required string Interval { get; init; }

    /// <summary>Null where this version neither bought nor gave up anything.</summary>
    public PurchaseKind? Kind { get; init; }

    /// <summary>Units more, or less where it is negative.</summary>
    public int QuantityChange { get; init; }

    /// <summary>What was upgraded from.</summary>
    public string? PreviousProductName { get; init; }
}

/// <summary>
/// A request to change a subscription. It stays when it is decided: news of its submission may arrive later than news of its end.
/// </summary>
internal sealed class UndecidedRequestRow : IConnectionRow
{
    /// <summary>The request.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid SubscriptionId { get; init; }
    public required Guid ProposedById { get; init; }

    /// <summary>Pending, or approved and not in effect yet.</summary>
    public required bool IsUndecided { get; init; }

    public required long Version { get; init; }
}
