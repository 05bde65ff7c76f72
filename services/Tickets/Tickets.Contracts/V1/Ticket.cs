namespace Tickets.Contracts.V1;

/// <summary>A ticket as both of its sides may see it. What the seller notes for itself is never part of it.</summary>
/// <param name="ConnectionId">One of Orgs' connections, or for an escalated ticket's twin the support connection, which only Tickets knows.</param>
/// <param name="Number">Short and unique per seller; numbers can have gaps.</param>
/// <param name="AffectedOrganizationId">Whose problem it is; the buyer, unless the ticket came up the chain.</param>
/// <param name="Status"><c>open</c>, <c>inProgress</c>, <c>resolved</c> or <c>closed</c>.</param>
/// <param name="Priority"><c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="RequesterOrganizationId">The side the requester opened it for: seller or buyer.</param>
/// <param name="AssigneeId">Null while it waits in the seller's queue.</param>
/// <param name="CommentCount">Public comments only.</param>
public sealed record Ticket(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    Guid AffectedOrganizationId,
    long Number,
    string Subject,
    string Body,
    string Status,
    string Priority,
    Guid RequesterId,
    Guid RequesterOrganizationId,
    Guid? AssigneeId,
    int CommentCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt);

/// <summary>A public comment of either side.</summary>
public sealed record TicketComment(Guid Id, Guid AuthorId, Guid AuthorOrganizationId, string Body, DateTimeOffset At);
