using ServiceDefaults.Storage;
using Tickets.Domain;

namespace Tickets.Api.Storage;

/// <summary>Orgs' connections, as far as tickets care, and the support connections that exist here alone.</summary>
internal sealed class ConnectionRow : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required ConnectionStatus Status { get; init; }
    public required ConnectionKind Kind { get; init; }
    public required long Version { get; init; }
}

/// <summary>Who runs a realm: where its tickets are escalated to.</summary>
internal sealed class RealmRow : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required Guid OperatorId { get; init; }
}

/// <summary>Who a connection's Support Owner was as of each of its versions: see <see cref="Routing"/>.</summary>
internal sealed class SupportOwnerRow : IRealmRow
{
    public required Guid ConnectionId { get; init; }
    public required long Version { get; init; }
    public required Guid RealmId { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? OwnerId { get; init; }
}

/// <summary>The answer to an offer that a change of Support Owner made: see <see cref="Reassignment"/>. Append-only.</summary>
internal sealed class ReassignmentDecisionRow : IOwnedRow
{
    public required Guid ConnectionId { get; init; }

    /// <summary>Of the connection, when its owner changed.</summary>
    public required long Version { get; init; }

    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required bool Accepted { get; init; }
    public required Guid DecidedById { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class OrganizationRow : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string Name { get; init; }
    public required long Version { get; init; }
}

internal sealed class MemberRow : IRealmRow
{
    /// <summary>The membership, not the person.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required string Name { get; init; }
    public required string Role { get; init; }
    public required bool IsActive { get; init; }
    public required long Version { get; init; }
}
