using Billing.Domain;
using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

internal enum SubscriptionEvent
{
    Created,
    Upgraded,
    Modified,
    Suspended,
    Resumed,
    ChangeScheduled,
    ChangeUndone,
    Cancelled,
}

/// <summary>Something that happened to a subscription, for both its sides to read. Append-only: the database refuses to change or remove an entry.</summary>
internal sealed class SubscriptionHistoryEntry : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid SubscriptionId { get; init; }
    public required SubscriptionEvent Event { get; init; }
    public RequestedState? Before { get; init; }
    public required RequestedState After { get; init; }
    public SubscriptionStatus? StatusBefore { get; init; }
    public required SubscriptionStatus StatusAfter { get; init; }

    /// <summary>First day on which it counts, where that is still to come.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>The agreement it follows from, if it needs one.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>Who did it, and for which organisation; null for what fell due by itself.</summary>
    public Guid? PersonId { get; init; }

    public Guid? OrganizationId { get; init; }

    /// <summary>Realm time.</summary>
    public required DateTimeOffset At { get; init; }
}
