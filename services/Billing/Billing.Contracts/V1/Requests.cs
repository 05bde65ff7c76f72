namespace Billing.Contracts.V1;

/// <summary>A seller proposes a change; the buyer is to decide. Aggregate of all these: the request.</summary>
public sealed record RequestSubmitted(Request Request);

/// <summary>The buyer agreed, and the change is in effect.</summary>
public sealed record RequestApproved(Request Request);

public sealed record RequestRejected(Request Request);

/// <summary>The proposer took it back.</summary>
public sealed record RequestWithdrawn(Request Request);

/// <summary>Nobody decided in time.</summary>
public sealed record RequestExpired(Request Request);

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
/// <param name="SubscriptionId">What an approval made or changed.</param>
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
    Guid? SubscriptionId);

public sealed record RequestedState(Guid ProductId, string ProductName, int Quantity, Money UnitPrice, string Interval, string PlanLength);
