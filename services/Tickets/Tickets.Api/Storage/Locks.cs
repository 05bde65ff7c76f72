using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Tickets.Domain;

namespace Tickets.Api.Storage;

/// <summary>Rows that must not change until the operation has committed. All of them need a transaction (<see cref="JoinTransaction"/>).</summary>
internal static class Locks
{
    /// <summary>
    /// Keeps news of the connection out while a ticket is made: the news waits and then finds the ticket, or the ticket waits and then sees the news.
    /// Otherwise both could commit without having seen each other, and the ticket would miss its owner.
    /// </summary>
    public static Task<ConnectionRow?> LockConnection(this TicketsDb db, Guid id, CancellationToken cancellationToken) =>
        db.Connections.FromSql($"SELECT * FROM connection WHERE id = {id} FOR SHARE").AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>As <see cref="LockConnection"/>: those that a ticket of the organisation can belong to. Two at most, which are enough to know that there are several.</summary>
    public static Task<List<ConnectionRow>> LockOwnConnections(this TicketsDb db, Guid organizationId, CancellationToken cancellationToken) =>
        db.Connections.FromSql(
            $"""
            SELECT * FROM connection WHERE (seller_id = {organizationId} OR buyer_id = {organizationId}) AND status <> 'Ended' AND kind = 'Commercial'
            ORDER BY id LIMIT 2 FOR SHARE
            """).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>Comments of one ticket come one after the other; none is refused because another was faster.</summary>
    public static Task<TicketRow?> LockTicket(this TicketsDb db, Guid id, CancellationToken cancellationToken) =>
        db.Tickets.FromSql($"SELECT * FROM ticket WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// A person's place in an organisation, the best one if there were several; null: none. News of the person waits until the ticket is theirs, and then finds
    /// it; or the ticket waits and sees the news.
    /// </summary>
    public static async Task<Membership?> LockMembership(this TicketsDb db, Guid personId, Guid organizationId, CancellationToken cancellationToken) =>
        Assignees.Best((await db.Members.FromSql($"SELECT * FROM member WHERE person_id = {personId} AND organization_id = {organizationId} FOR SHARE").AsNoTracking()
            .ToListAsync(cancellationToken)).Select(row => new Membership(row.OrganizationId, row.Role, row.IsActive)));

    /// <summary>The tickets that somebody still has to do, in a fixed order so that two who lock several never wait for each other.</summary>
    public static Task<List<TicketRow>> LockOpenTicketsOf(this TicketsDb db, Guid connectionId, Guid assigneeId, CancellationToken cancellationToken) =>
        db.Tickets.FromSql(
            $"""
            SELECT * FROM ticket WHERE connection_id = {connectionId} AND assignee_id = {assigneeId} AND status IN ('Open', 'InProgress') ORDER BY id FOR UPDATE
            """).ToListAsync(cancellationToken);

    /// <summary>The transaction that an Idempotency-Key has begun already, or a new one.</summary>
    public static async Task<JoinedTransaction> JoinTransaction(this DatabaseFacade database, CancellationToken cancellationToken)
    {
        // A save that fails ends the operation: a savepoint around each would be two round trips for nothing.
        database.AutoSavepointsEnabled = false;
        return new JoinedTransaction(database.CurrentTransaction is null ? await database.BeginTransactionAsync(cancellationToken) : null);
    }
}

/// <summary>Commits and ends only what it began itself.</summary>
internal sealed class JoinedTransaction(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancellationToken) => own?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
