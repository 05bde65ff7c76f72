using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Reactions;

/// <summary>
/// Keeps who belongs to which organisation in which role: names for answers, and who can be given a ticket. The tickets of one who cannot be given them any
/// more return to the seller's queue.
/// </summary>
internal sealed class RememberMemberWhenMembershipChanges(SqlSession sql, Lazy<TicketsDb> lateDb) :
    IReaction<MemberJoined>,
    IReaction<MemberChanged>,
    IReaction<MemberLeft>
{
    public Task React(MemberJoined fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberChanged fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberLeft fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    private async Task Remember(Member member, EventContext context, CancellationToken cancellationToken)
    {
        var isActive = string.Equals(member.Status, "active", StringComparison.OrdinalIgnoreCase);
        var written = await sql.Execute(
            $"""
            INSERT INTO member AS known (id, realm_id, person_id, organization_id, name, role, is_active, version)
            VALUES ({context.AggregateId}, {context.RealmId}, {member.PersonId}, {member.OrganizationId}, {member.Name}, {member.Role}, {isActive}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, is_active = excluded.is_active, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
        if (written == 1 && await HasTickets(member, cancellationToken))
        {
            await ReturnTickets(lateDb.Value, member, context.OccurredAt, cancellationToken);
        }
    }

    /// <summary>Hardly ever; and whoever gives them one now waits until this membership is known.</summary>
    private Task<bool> HasTickets(Member member, CancellationToken cancellationToken) => sql.Scalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM ticket WHERE seller_id = {member.OrganizationId} AND assignee_id = {member.PersonId} AND status <> {nameof(TicketStatus.Closed)})",
        cancellationToken);

    private static async Task ReturnTickets(TicketsDb db, Member member, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // They may have left and come back under another membership.
        if (Assignees.Refuse(await db.LockMembership(member.PersonId, member.OrganizationId, cancellationToken), member.OrganizationId) is null)
        {
            return;
        }

        var theirs = await db.Tickets
            .Where(row => row.SellerId == member.OrganizationId && row.AssigneeId == member.PersonId && row.Status != TicketStatus.Closed)
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        foreach (var ticket in theirs)
        {
            // Not before what the ticket went through already: its history reads forward.
            db.ChangeAssignee(ticket, to: null, new Change(at > ticket.UpdatedAt ? at : ticket.UpdatedAt));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
