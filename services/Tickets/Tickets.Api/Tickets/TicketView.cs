using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using ServiceDefaults.Web;
using Tickets.Api.Attachments;
using Tickets.Api.Escalations;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>A ticket as both of its sides see it. Names are null until the news of them has arrived.</summary>
internal record TicketView : IVersionedView
{
    public required Guid Id { get; init; }
    public required long Number { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required string? SellerName { get; init; }
    public required Guid BuyerId { get; init; }
    public required string? BuyerName { get; init; }
    public required Guid AffectedOrganizationId { get; init; }
    public required string? AffectedOrganizationName { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required TicketStatus Status { get; init; }
    public required TicketPriority Priority { get; init; }
    public required Guid RequesterId { get; init; }
    public required string? RequesterName { get; init; }
    public required Guid RequesterOrganizationId { get; init; }
    public required Guid? AssigneeId { get; init; }
    public required string? AssigneeName { get; init; }
    public required int CommentCount { get; init; }

    /// <summary>Never true for the customer whose ticket was escalated: it does not see that.</summary>
    public required bool IsEscalated { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required long Version { get; init; }

    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<TicketRow, TicketView>> From(TicketsDb db) => ticket => new TicketView
    {
        Id = ticket.Id,
        Number = ticket.Number,
        ConnectionId = ticket.ConnectionId,
        SellerId = ticket.SellerId,
        SellerName = db.Organizations.Where(row => row.Id == ticket.SellerId).Select(row => row.Name).FirstOrDefault(),
        BuyerId = ticket.BuyerId,
        BuyerName = db.Organizations.Where(row => row.Id == ticket.BuyerId).Select(row => row.Name).FirstOrDefault(),
        AffectedOrganizationId = ticket.AffectedOrganizationId,
        AffectedOrganizationName = db.Organizations.Where(row => row.Id == ticket.AffectedOrganizationId).Select(row => row.Name).FirstOrDefault(),
        Subject = ticket.Subject,
        Body = ticket.Body,
        Status = ticket.Status,
        Priority = ticket.Priority,
        RequesterId = ticket.RequesterId,
        RequesterName = db.Members.Where(row => row.PersonId == ticket.RequesterId && row.OrganizationId == ticket.RequesterOrganizationId).Select(row => row.Name).FirstOrDefault(),
        RequesterOrganizationId = ticket.RequesterOrganizationId,
        AssigneeId = ticket.AssigneeId,
        AssigneeName = db.Members.Where(row => row.PersonId == ticket.AssigneeId && row.OrganizationId == ticket.SellerId).Select(row => row.Name).FirstOrDefault(),
        CommentCount = ticket.CommentCount,
        IsEscalated = db.Escalations.Any(row => row.EndedAt == null && (row.TicketId == ticket.Id || row.TwinId == ticket.Id)),
        CreatedAt = ticket.CreatedAt,
        UpdatedAt = ticket.UpdatedAt,
        ResolvedAt = ticket.ResolvedAt,
        ClosedAt = ticket.ClosedAt,
        Version = ticket.Version,
    };
}

/// <summary>A ticket with what was said and what was changed, oldest first.</summary>
internal sealed record TicketDetail : TicketView
{
    /// <summary>For the API document, which reads off it what is always there.</summary>
    [JsonConstructor]
    public TicketDetail()
    {
    }

    [SetsRequiredMembers]
    public TicketDetail(TicketView ticket, EscalationView? escalation, IReadOnlyList<CommentView> thread, IReadOnlyList<TicketChangeView> history)
        : base(ticket)
    {
        Escalation = escalation;
        Thread = thread;
        History = history;
    }

    /// <summary>The latest one; null for the customer whose ticket was escalated.</summary>
    public required EscalationView? Escalation { get; init; }

    public required IReadOnlyList<CommentView> Thread { get; init; }

    public required IReadOnlyList<TicketChangeView> History { get; init; }
}

/// <param name="Internal">Seen by the seller's people only, with its attachments.</param>
internal sealed record CommentView(
    Guid Id, Guid AuthorId, string? AuthorName, Guid AuthorOrganizationId, string Body, bool Internal, DateTimeOffset At, IReadOnlyList<AttachmentView> Attachments);

/// <param name="Before">Status and priority by name, an assignee by the person's id; null for the queue.</param>
/// <param name="ActorId">Null: the clock, late news of the Support Owner, or the other ticket of an escalation.</param>
/// <param name="ActorOrganizationId">On whose behalf.</param>
/// <param name="ThroughEscalation">It followed the other ticket of an escalation.</param>
internal sealed record TicketChangeView(
    ChangedField Field,
    string? Before,
    string? After,
    Guid? ActorId,
    string? ActorName,
    Guid? ActorOrganizationId,
    string? ActorOrganizationName,
    bool ThroughEscalation,
    DateTimeOffset At);
