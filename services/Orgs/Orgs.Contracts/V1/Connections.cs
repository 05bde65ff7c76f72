namespace Orgs.Contracts.V1;

/// <summary>A connection's public state. Aggregate id: <paramref name="Id"/>.</summary>
/// <param name="Status"><c>pending</c>, <c>active</c>, <c>suspended</c> or <c>ended</c>.</param>
/// <param name="BillingMode"><c>direct</c> (the operator is the seller) or <c>partner</c>.</param>
/// <param name="ReferenceNumber">Printed on every invoice.</param>
/// <param name="TrialDays">The initial trial, 1 to 21.</param>
/// <param name="PaymentTermsDays">Days from issue to due.</param>
/// <param name="SellerKind">As in <see cref="Organization.Kind"/>; so is <paramref name="BuyerKind"/>.</param>
public sealed record Connection(
    Guid Id,
    Guid SellerId,
    Guid BuyerId,
    string Status,
    string BillingMode,
    string AccountsPayableEmail,
    string? ReferenceNumber,
    int TrialDays,
    int PaymentTermsDays,
    Guid? SalesOwnerId,
    Guid? SupportOwnerId,
    string SellerName,
    string BuyerName,
    string SellerKind,
    string BuyerKind);

/// <summary>The seller invited an existing organisation; the connection is pending.</summary>
public sealed record ConnectionCreated(Connection Connection);

/// <summary>The connection is in force: the buyer accepted it, or it was made with a new child organisation.</summary>
public sealed record ConnectionActivated(Connection Connection);

public sealed record ConnectionSuspended(Connection Connection);

public sealed record ConnectionRestored(Connection Connection);

/// <summary>The connection was ended, declined or withdrawn.</summary>
public sealed record ConnectionEnded(Connection Connection);

/// <summary>Its terms or the names of its parties changed.</summary>
public sealed record ConnectionUpdated(Connection Connection);

/// <summary>The Support Owner was set, replaced or cleared.</summary>
public sealed record SupportOwnerAssigned(Connection Connection, Guid? PreviousSupportOwnerId);

/// <summary>The Sales Owner was set, replaced or cleared.</summary>
public sealed record SalesOwnerAssigned(Connection Connection, Guid? PreviousSalesOwnerId);

/// <summary>A first plan was named when a child organisation was created; it waits for the child's consent. Aggregate id: the connection.</summary>
/// <param name="PlanLength">The commitment, an ISO 8601 duration: <c>P1M</c>, <c>P3M</c>, <c>P1Y</c>, <c>P2Y</c> or <c>P3Y</c>.</param>
/// <param name="ProposedBy">The person who created the child organisation.</param>
public sealed record PlanProposed(Guid ConnectionId, Guid SellerId, Guid BuyerId, Guid ProductId, string Currency, string PlanLength, Guid ProposedBy);
