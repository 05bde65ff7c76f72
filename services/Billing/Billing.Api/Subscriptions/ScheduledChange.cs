using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

internal enum ScheduledChangeStatus
{
    Pending,
    Applied,
    Undone,

    /// <summary>Something else ended the subscription first.</summary>
    Overtaken,
}

/// <summary>A cancellation, of all or of some units, that was agreed on and is still to come, or was.</summary>
internal sealed class ScheduledChange : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid SubscriptionId { get; init; }

    /// <summary>The agreement.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Units left; 0 where the subscription ends.</summary>
    public required int QuantityAfter { get; init; }

    /// <summary>First day on which it counts, in the seller's calendar.</summary>
    public required DateOnly On { get; init; }

    public required ScheduledChangeStatus Status { get; set; }
    public required DateTimeOffset AgreedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}
