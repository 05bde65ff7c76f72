using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Connections;

/// <summary>What Billing itself keeps about a connection: its one trial, and the currency that its first sale fixed.</summary>
internal sealed class BillingAccount : IConnectionRow
{
    public required Guid ConnectionId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Currency Currency { get; init; }

    /// <summary>As agreed when the connection's first sale was made.</summary>
    public required int TrialDays { get; init; }

    /// <summary>Null until something in the connection is used.</summary>
    public DateTimeOffset? TrialEndsAt { get; private set; }

    public Trial Trial => new(TrialDays, TrialEndsAt);

    /// <summary>Something in the connection was used for the first time.</summary>
    public void StartTrial(Trial started) => TrialEndsAt = started.EndsAt;
}
