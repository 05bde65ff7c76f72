namespace Billing.Api.BillRuns;

internal enum BillRunState
{
    Running,
    Done,

    /// <summary>Nothing else waits, but some connections could not be billed.</summary>
    Failed,
}

/// <summary>A bill run, as far as it is the caller's.</summary>
/// <param name="DueOn">The day on which everything in it fell due, in UTC.</param>
/// <param name="StartedAt">Wall clock, as is <paramref name="LastBilledAt"/>; null where nothing of the caller's was billed yet.</param>
/// <param name="Own">What the caller's organisation billed its buyers.</param>
/// <param name="Realm">For the operator alone: what everybody billed.</param>
/// <param name="Waiting">Connections of the caller's that are still to be billed; for the operator, everybody's.</param>
/// <param name="Failures">How many of the caller's own connections could not be billed yet.</param>
internal sealed record BillRunView(
    Guid Id, DateOnly DueOn, BillRunState State, DateTimeOffset StartedAt, DateTimeOffset? LastBilledAt, BilledCounts Own, BilledCounts? Realm, int Waiting, int Failures);

/// <param name="FailedConnections">The caller's own.</param>
internal sealed record BillRunDetailView(BillRunView Run, IReadOnlyList<BillFailureView> FailedConnections);

/// <param name="Reason">What went wrong.</param>
/// <param name="RetryAt">Wall clock; null once it waits for a person to bill it again.</param>
internal sealed record BillFailureView(Guid ConnectionId, string BuyerName, DateTimeOffset DueAt, int Attempts, string Reason, DateTimeOffset? RetryAt);
