using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Reactions;

/// <summary>
/// Keeps the connections and the history of their Support Owners, and gives tickets that nobody has taken up to whoever owned their connection when they
/// were made. News that comes late, twice or out of order ends in the same assignments as news in time.
/// </summary>
internal sealed class RouteTicketsWhenConnectionChanges(SqlSession sql, Lazy<TicketsDb> lateDb) :
    IReaction<ConnectionCreated>,
    IReaction<ConnectionActivated>,
    IReaction<ConnectionUpdated>,
    IReaction<ConnectionSuspended>,
    IReaction<ConnectionRestored>,
    IReaction<ConnectionEnded>,
    IReaction<SupportOwnerAssigned>,
    IReaction<SalesOwnerAssigned>
{
    public Task React(ConnectionCreated fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(ConnectionActivated fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(ConnectionUpdated fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(ConnectionSuspended fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(ConnectionRestored fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(ConnectionEnded fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(SupportOwnerAssigned fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    public Task React(SalesOwnerAssigned fact, EventContext context, CancellationToken cancellationToken) => Route(fact.Connection, context, cancellationToken);

    private async Task Route(Connection connection, EventContext context, CancellationToken cancellationToken)
    {
        await Remember(connection, context, cancellationToken);
        var isWaitedFor = await sql.Scalar<bool>(
            $"SELECT EXISTS (SELECT 1 FROM ticket WHERE connection_id = {connection.Id} AND created_at >= {context.OccurredAt} AND NOT taken_up)", cancellationToken);
        if (isWaitedFor)
        {
            await Route(lateDb.Value, connection, context, cancellationToken);
        }
    }

    private static async Task Route(TicketsDb db, Connection connection, EventContext context, CancellationToken cancellationToken)
    {
        var waiting = await db.Tickets
            .Where(row => row.ConnectionId == connection.Id && row.CreatedAt >= context.OccurredAt && !row.TakenUp)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var owners = await db.SupportOwners.Where(row => row.ConnectionId == connection.Id)
            .Select(row => new OwnerChange(row.Version, row.At, row.OwnerId)).ToListAsync(cancellationToken);
        foreach (var ticket in waiting.Where(ticket => Routing.StillWaits(ticket.Status, ticket.TakenUp)))
        {
            // Not before what the ticket went through already: its history reads forward.
            var owner = Routing.OwnerAt(owners, ticket.CreatedAt);
            var membership = owner is { } personId ? await db.LockMembership(personId, ticket.SellerId, cancellationToken) : null;
            db.ChangeAssignee(ticket, Routing.Assign(owner, membership, ticket.SellerId), new Change(ticket.UpdatedAt));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes what is newer, and locks the connection either way: a ticket that is being made is either seen below or sees this.</summary>
    private async Task Remember(Connection connection, EventContext context, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<ConnectionStatus>(connection.Status, ignoreCase: true).ToString();
        await sql.Execute(
            $"""
            INSERT INTO connection AS known (id, realm_id, seller_id, buyer_id, status, version)
            VALUES ({connection.Id}, {context.RealmId}, {connection.SellerId}, {connection.BuyerId}, {status}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, version = excluded.version WHERE known.version < excluded.version
            """,
            cancellationToken);
        await sql.Execute(
            $"""
            INSERT INTO support_owner (connection_id, version, realm_id, at, owner_id)
            VALUES ({connection.Id}, {context.Version}, {context.RealmId}, {context.OccurredAt}, {connection.SupportOwnerId})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }
}
