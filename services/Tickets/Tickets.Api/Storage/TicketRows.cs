using ServiceDefaults.Storage;
using Tickets.Domain;

namespace Tickets.Api.Storage;

internal sealed class TicketRow : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid AffectedOrganizationId { get; init; }

    /// <summary>Unique per seller.</summary>
    public required long Number { get; init; }

    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required TicketStatus Status { get; set; }
    public required TicketPriority Priority { get; set; }
    public required Guid RequesterId { get; init; }
    public required Guid RequesterOrganizationId { get; init; }

    /// <summary>Null: the seller's queue.</summary>
    public Guid? AssigneeId { get; set; }

    /// <summary>A person of the seller has worked on it: from then on late news of the Support Owner leaves it alone.</summary>
    public bool TakenUp { get; set; }

    /// <summary>Public ones.</summary>
    public int CommentCount { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>What either side said, for both to read.</summary>
internal sealed class CommentRow : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid AuthorId { get; init; }
    public required Guid AuthorOrganizationId { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What the seller notes for itself. A table of its own that the buyer's queries cannot reach: no flag to forget.</summary>
internal sealed class InternalNoteRow : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid TicketId { get; init; }
    public required Guid AuthorId { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal enum ChangedField
{
    Status,
    Priority,
    Assignee,
}

/// <summary>One line of a ticket's history. Append-only.</summary>
internal sealed class TicketChangeRow : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid TicketId { get; init; }

    /// <summary>The ticket's version that the change made.</summary>
    public required long TicketVersion { get; init; }

    public required ChangedField Field { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>Null: the clock, routing, or the counterpart of an escalation.</summary>
    public Guid? ActorId { get; init; }

    public Guid? ActorOrganizationId { get; init; }

    /// <summary>Set when the ticket followed its counterpart in an escalation.</summary>
    public Guid? EscalationId { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// A ticket and its twin at the operator. Its sides are the operator and who escalated: the customer whose ticket it is finds nothing here.
/// </summary>
internal sealed class EscalationRow : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The operator.</summary>
    public required Guid SellerId { get; init; }

    /// <summary>Who escalated.</summary>
    public required Guid BuyerId { get; init; }

    public required Guid TicketId { get; init; }
    public required Guid TwinId { get; init; }
    public required string Reason { get; init; }
    public required Guid EscalatedById { get; init; }
    public required DateTimeOffset EscalatedAt { get; init; }

    /// <summary>Null while the two follow each other.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public Guid? EndedById { get; set; }
    public Guid? EndedByOrganizationId { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>The last number a seller gave. Kept by SQL alone (<see cref="TicketNumbers"/>).</summary>
internal sealed class TicketCounterRow
{
    public required Guid SellerId { get; init; }
    public long LastNumber { get; init; }
}
