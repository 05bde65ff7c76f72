using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

/// <summary>Something was used. The reporter names it by an id of its own, so that reporting again changes nothing.</summary>
internal sealed class UsageEvent : IConnectionRow
{
    public required Guid SubscriptionId { get; init; }
    public required string EventId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required string Kind { get; init; }
    public required int Quantity { get; init; }

    /// <summary>When it was used.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
