namespace Billing.Contracts.V1;

/// <summary>One side proposes a change, the other is to decide. Aggregate of all these: the request.</summary>
public sealed record RequestSubmitted(Request Request);

/// <summary>The other side agreed. With status activated the change is in effect; else it takes effect on a later day.</summary>
public sealed record RequestApproved(Request Request);

public sealed record RequestRejected(Request Request);

/// <summary>The proposer took it back.</summary>
public sealed record RequestWithdrawn(Request Request);

/// <summary>Nobody decided in time.</summary>
public sealed record RequestExpired(Request Request);

/// <summary>The decider was reminded: it will expire soon, and nobody has decided yet.</summary>
public sealed record RequestReminded(Request Request);

/// <summary>The decider answered with other terms: a request of its own, which names this one.</summary>
public sealed record RequestCountered(Request Request);

/// <summary>What was approved is in effect.</summary>
public sealed record RequestActivated(Request Request);

/// <summary>What was approved could not take effect. It stays approved until its proposer withdraws it.</summary>
public sealed record RequestActivationFailed(Request Request);

/// <param name="Id">The request.</param>
/// <param name="ConnectionId">Where it belongs.</param>
/// <param name="SellerId">The connection's seller.</param>
/// <param name="BuyerId">The connection's buyer.</param>
/// <param name="Type">subscription | addOn | oneTimeCharge</param>
/// <param name="Status">draft | pending | approved | rejected | withdrawn | countered | expired | activated</param>
/// <param name="ProposedById">The organisation that proposed it.</param>
/// <param name="Before">Null where the request creates something.</param>
/// <param name="After">What it wants to be so.</param>
/// <param name="Reason">The proposer's words.</param>
/// <param name="SubmittedAt">Realm time.</param>
/// <param name="ExpiresAt">Realm time.</param>
/// <param name="DecidedAt">Realm time; null while undecided.</param>
/// <param name="DecisionReason">Why it ended as it did, in words of who ended it.</param>
/// <param name="SubscriptionId">What it made, or is to change.</param>
/// <param name="Change">create | upgrade | modify | cancel | undoCancellation</param>
/// <param name="EffectiveOn">First day on which it counts, in the seller's calendar; null for at once.</param>
/// <param name="CounterOfId">The request that it answers with other terms.</param>
/// <param name="FailureCode">Why it did not take effect; null where it did, or still may.</param>
public sealed record Request(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Type,
    string Status,
    Guid ProposedById,
    RequestedState? Before,
    RequestedState After,
    string? Reason,
    DateTimeOffset SubmittedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? DecidedAt,
    string? DecisionReason,
    Guid? SubscriptionId,
    string Change = "create",
    DateOnly? EffectiveOn = null,
    Guid? CounterOfId = null,
    string? FailureCode = null);

public sealed record RequestedState(Guid ProductId, string ProductName, int Quantity, Money UnitPrice, string Interval, string PlanLength);
