using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Tickets.Api.Storage;

namespace Tickets.Api.Reactions;

/// <summary>Keeps who belongs to which organisation in which role: names for answers, and who can be given a ticket.</summary>
internal sealed class RememberMemberWhenMembershipChanges(TicketsDb db) :
    IReaction<MemberJoined>,
    IReaction<MemberChanged>,
    IReaction<MemberLeft>
{
    public Task React(MemberJoined fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberChanged fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberLeft fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    private Task Remember(Member member, EventContext context, CancellationToken cancellationToken)
    {
        var isActive = string.Equals(member.Status, "active", StringComparison.OrdinalIgnoreCase);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO member AS known (id, realm_id, person_id, organization_id, name, role, is_active, version)
            VALUES ({context.AggregateId}, {context.RealmId}, {member.PersonId}, {member.OrganizationId}, {member.Name}, {member.Role}, {isActive}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, is_active = excluded.is_active, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
