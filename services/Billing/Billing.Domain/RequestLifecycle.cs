using Primitives;

namespace Billing.Domain;

public enum RequestStatus
{
    Draft,
    Pending,
    Approved,
    Rejected,
    Withdrawn,
    Countered,
    Expired,
    Activated,
}

public enum RequestAction
{
    Submit,
    Discard,
    Approve,
    Reject,
    Withdraw,
    Counter,
    Expire,
    Activate,
}

/// <summary>On whose side of the request somebody stands. <see cref="Platform"/> is time passing or provisioning coming to its end.</summary>
public enum RequestActor
{
    Proposer,
    Decider,
    Platform,
}

public static class RequestLifecycle
{
    /// <summary>How long the other side has to decide, in realm time.</summary>
    public static readonly TimeSpan TimeToDecide = TimeSpan.FromDays(14);

    /// <summary>How long before the end of that time the decider is reminded, first reminder first.</summary>
    public static readonly IReadOnlyList<TimeSpan> RemindBefore = [TimeSpan.FromDays(7), TimeSpan.FromDays(2)];

    public static readonly Lifecycle<RequestStatus, RequestAction, RequestActor> Table = new(
        "Request",
        (RequestStatus.Draft, RequestAction.Submit, RequestActor.Proposer, RequestStatus.Pending),
        (RequestStatus.Draft, RequestAction.Discard, RequestActor.Proposer, RequestStatus.Withdrawn),
        (RequestStatus.Pending, RequestAction.Approve, RequestActor.Decider, RequestStatus.Approved),
        (RequestStatus.Pending, RequestAction.Reject, RequestActor.Decider, RequestStatus.Rejected),
        (RequestStatus.Pending, RequestAction.Withdraw, RequestActor.Proposer, RequestStatus.Withdrawn),
        (RequestStatus.Pending, RequestAction.Counter, RequestActor.Decider, RequestStatus.Countered),
        (RequestStatus.Pending, RequestAction.Expire, RequestActor.Platform, RequestStatus.Expired),
        (RequestStatus.Approved, RequestAction.Activate, RequestActor.Platform, RequestStatus.Activated),
        (RequestStatus.Approved, RequestAction.Withdraw, RequestActor.Proposer, RequestStatus.Withdrawn));
}
