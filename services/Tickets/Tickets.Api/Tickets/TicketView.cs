using System.Linq.Expressions;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>A ticket as both of its sides see it. Names are null until the news of them has arrived.</summary>
internal record TicketView(
    Guid Id,
    long Number,
    Guid ConnectionId,
    Guid SellerId,
    string? SellerName,
    Guid BuyerId,
    string? BuyerName,
    Guid AffectedOrganizationId,
    string? AffectedOrganizationName,
    string Subject,
    string Body,
    TicketStatus Status,
    TicketPriority Priority,
    Guid RequesterId,
    string? RequesterName,
    Guid RequesterOrganizationId,
    Guid? AssigneeId,
    string? AssigneeName,
    int CommentCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    long Version) : IVersionedView
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<TicketRow, TicketView>> From(TicketsDb db) => ticket => new TicketView(
        ticket.Id,
        ticket.Number,
        ticket.ConnectionId,
        ticket.SellerId,
        db.Organizations.Where(row => row.Id == ticket.SellerId).Select(row => row.Name).FirstOrDefault(),
        ticket.BuyerId,
        db.Organizations.Where(row => row.Id == ticket.BuyerId).Select(row => row.Name).FirstOrDefault(),
        ticket.AffectedOrganizationId,
        db.Organizations.Where(row => row.Id == ticket.AffectedOrganizationId).Select(row => row.Name).FirstOrDefault(),
        ticket.Subject,
        ticket.Body,
        ticket.Status,
        ticket.Priority,
        ticket.RequesterId,
        db.Members.Where(row => row.PersonId == ticket.RequesterId && row.OrganizationId == ticket.RequesterOrganizationId).Select(row => row.Name).FirstOrDefault(),
        ticket.RequesterOrganizationId,
        ticket.AssigneeId,
        db.Members.Where(row => row.PersonId == ticket.AssigneeId && row.OrganizationId == ticket.SellerId).Select(row => row.Name).FirstOrDefault(),
        ticket.CommentCount,
        ticket.CreatedAt,
        ticket.UpdatedAt,
        ticket.ResolvedAt,
        ticket.ClosedAt,
        ticket.Version);
}

/// <summary>A ticket with what was said and what was changed, oldest first.</summary>
internal sealed record TicketDetail : TicketView
{
    public TicketDetail(TicketView ticket, IReadOnlyList<CommentView> thread, IReadOnlyList<TicketChangeView> history)
        : base(ticket)
    {
        Thread = thread;
        History = history;
    }

    public IReadOnlyList<CommentView> Thread { get; init; }

    public IReadOnlyList<TicketChangeView> History { get; init; }
}

/// <param name="Internal">Seen by the seller's people only.</param>
internal sealed record CommentView(Guid Id, Guid AuthorId, string? AuthorName, Guid AuthorOrganizationId, string Body, bool Internal, DateTimeOffset At);

/// <param name="Before">Status and priority by name, an assignee by the person's id; null for the queue.</param>
/// <param name="ActorId">Null: the clock, or late news of the Support Owner.</param>
internal sealed record TicketChangeView(ChangedField Field, string? Before, string? After, Guid? ActorId, string? ActorName, Guid? ActorOrganizationId, DateTimeOffset At);
