using Billing.Domain;
using ServiceDefaults.Storage;

namespace Billing.Api.Requests;

/// <summary>A change to what a connection bills, proposed by one side, the seller at first, and decided by the other.</summary>
internal sealed class Request : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required RequestType Type { get; init; }
    public RequestChange Change { get; set; }
    public required RequestStatus Status { get; set; }

    /// <summary>The organisation that proposed it.</summary>
    public required Guid ProposedById { get; init; }

    /// <summary>The person who did.</summary>
    public required Guid ProposedByPersonId { get; init; }

    /// <summary>Null where the request creates something.</summary>
    public RequestedState? Before { get; set; }

    public required RequestedState After { get; set; }

    /// <summary>For a new add-on, what it belongs to.</summary>
    public Guid? MainSubscriptionId { get; set; }

    public EffectiveTime Effective { get; set; }

    /// <summary>First day on which it counts, in the seller's calendar; null for at once.</summary>
    public DateOnly? EffectiveOn { get; set; }

    /// <summary>The request that this one answers with other terms.</summary>
    public Guid? CounterOfId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The order it is a line of; null where it was proposed. What was ordered is decided with its order alone: the routes of requests do not find it.</summary>
    public Guid? OrderId { get; init; }

    public Guid? OrderLineId { get; init; }

    /// <summary>When its order was accepted: what it costs, on every edge, is what that cost then. Null where it was proposed, which says itself what it costs.</summary>
    public DateTimeOffset? PricedAt { get; set; }

    /// <summary>Null for a draft, which only its own side sees. So is the expiry.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }
    public RequestOutcome? Outcome { get; private set; }

    /// <summary>Why it did not take effect when it should have; it stays approved.</summary>
    public RequestFailure? Failure { get; private set; }

    /// <summary>What it is to change, or what it made.</summary>
    public Guid? SubscriptionId { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>Whether it is a line of an order, which nobody proposed.</summary>
    public bool IsOrdered => OrderId is not null;

    /// <summary>Keeps the place of an order's line: nothing else can change what it changes.</summary>
    public void Reserve(DateTimeOffset now)
    {
        Status = RequestLifecycle.Table.Next(Status, RequestAction.Submit, RequestActor.Proposer).Value;
        SubmittedAt = now;
    }

    /// <summary>Its order was accepted: it is what was planned, at the prices of then.</summary>
    /// <param name="planned">The same line; itself where no place was kept.</param>
    public void Accept(Request planned)
    {
        Status = RequestLifecycle.Table.Next(Status, RequestAction.Approve, RequestActor.Decider).Value;
        Change = planned.Change;
        Before = planned.Before;
        After = planned.After;
        MainSubscriptionId = planned.MainSubscriptionId;
        Effective = planned.Effective;
        EffectiveOn = planned.EffectiveOn;
        PricedAt = planned.PricedAt;
        Version++;
    }

    /// <summary>Its order does not do it any more, or could not.</summary>
    /// <param name="failure">Why it could not; null where it was called off.</param>
    public void Release(RequestFailure? failure, DateTimeOffset now)
    {
        Failure = failure;
        var status = RequestLifecycle.Table.Next(Status, RequestAction.Withdraw, RequestActor.Proposer).Value;
        End(status, new RequestOutcome(RequestAction.Withdraw, null, null, now, failure?.Detail));
    }

    /// <summary>Gives it to the other side.</summary>
    public void Submit(RequestStatus status, DateTimeOffset now)
    {
        Status = status;
        SubmittedAt = now;
        ExpiresAt = now + RequestLifecycle.TimeToDecide;
    }

    /// <summary>What was agreed has come into effect.</summary>
    /// <exception cref="InvalidOperationException">It is not approved.</exception>
    public void Activate(Guid subscriptionId)
    {
        Status = RequestLifecycle.Table.Next(Status, RequestAction.Activate, RequestActor.Platform).Value;
        SubscriptionId = subscriptionId;
        Failure = null;
    }

    public void Fail(RequestFailure failure)
    {
        Failure = failure;
        Version++;
    }

    /// <summary>Writes down how it ended.</summary>
    public void End(RequestStatus status, RequestOutcome outcome)
    {
        Status = status;
        Outcome = outcome;
        Version++;
    }
}

/// <summary>How a request ended: who, when, why. <paramref name="ByPersonId"/> is null where time ended it.</summary>
internal sealed record RequestOutcome(RequestAction Action, Guid? ByPersonId, Guid? ByOrganizationId, DateTimeOffset At, string? Reason);

/// <summary>What stood in the way of an approved request, and when.</summary>
internal sealed record RequestFailure(string Code, string Detail, DateTimeOffset At);
