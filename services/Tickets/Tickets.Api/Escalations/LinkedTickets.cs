using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Escalations;

/// <summary>
/// A ticket whose status changes and, while it is escalated, the one that follows it. The only place that reaches beyond the caller's own rows: a customer who
/// reopens its ticket moves the operator's, which it never sees.
/// </summary>
internal sealed class LinkedTickets
{
    private readonly TicketRow? _follower;

    private LinkedTickets(TicketRow ticket, EscalationRow? escalation, TicketRow? follower)
    {
        Ticket = ticket;
        Escalation = escalation;
        _follower = follower;
    }

    public TicketRow Ticket { get; }

    /// <summary>The one that lasts.</summary>
    public EscalationRow? Escalation { get; }

    /// <summary>The operator's ticket; null when there is no escalation.</summary>
    public TicketRow? Twin => Escalation is null ? null : Escalation.TwinId == Ticket.Id ? Ticket : _follower;

    /// <summary>
    /// Loads what the caller sees of <paramref name="id"/> and its counterpart, and keeps both from changing until the transaction ends. Null: not found.
    /// Whoever comes from either side locks the original first, so that the two never wait for each other.
    /// </summary>
    public static async Task<LinkedTickets?> Lock(TicketsDb db, Guid id, CancellationToken cancellationToken)
    {
        if (await EscalationOf(db, id, cancellationToken) is { } known && known.TwinId == id)
        {
            await LockAny(db, known.TicketId, cancellationToken);
        }

        if (await db.LockTicket(id, cancellationToken) is not { } ticket)
        {
            return null;
        }

        // Asked again: it may have begun or ended while the lock was waited for.
        var escalation = await EscalationOf(db, id, cancellationToken);
        var follower = escalation is null ? null : await LockAny(db, escalation.TwinId == id ? escalation.TicketId : escalation.TwinId, cancellationToken);
        return new LinkedTickets(ticket, escalation, follower);
    }

    /// <summary>Changes the ticket's status and has its counterpart follow. Tickets of an ended connection follow nobody.</summary>
    public async Task ChangeStatus(TicketsDb db, TicketStatus to, Change change, CancellationToken cancellationToken)
    {
        if (Ticket.Status == to)
        {
            return;
        }

        db.ChangeStatus(Ticket, to, change);
        if (Escalation is null || _follower is null || await HasEnded(db, _follower.ConnectionId, cancellationToken))
        {
            return;
        }

        // On behalf of who escalated, which both sides know; the person may be one that the other side must not know of.
        var side = Escalation.TwinId == Ticket.Id ? EscalationSide.Twin : EscalationSide.Original;
        db.ChangeStatus(_follower, EscalationSync.Follow(side, to, _follower.Status), new Change(change.At, PersonId: null, Escalation.BuyerId, Escalation.Id));
    }

    private static async Task<EscalationRow?> EscalationOf(TicketsDb db, Guid ticketId, CancellationToken cancellationToken) =>
        await Beyond(db.Escalations).SingleOrDefaultAsync(row => row.EndedAt == null && (row.TicketId == ticketId || row.TwinId == ticketId), cancellationToken);

    private static async Task<TicketRow> LockAny(TicketsDb db, Guid id, CancellationToken cancellationToken) =>
        await Beyond(db.Tickets.FromSql($"SELECT * FROM ticket WHERE id = {id} FOR UPDATE")).SingleAsync(cancellationToken);

    private static Task<bool> HasEnded(TicketsDb db, Guid connectionId, CancellationToken cancellationToken) =>
        Beyond(db.Connections).AnyAsync(row => row.Id == connectionId && row.Status == ConnectionStatus.Ended, cancellationToken);

    private static IQueryable<TRow> Beyond<TRow>(IQueryable<TRow> rows)
        where TRow : class => rows.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]);
}
