using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Billing.Api.Reactions;

/// <summary>Remembers who belongs where, whichever event brings it; what comes late changes nothing.</summary>
internal sealed class RememberMembershipWhenItChanges(SqlSession sql)
    : IReaction<MemberJoined>,
      IReaction<MemberChanged>,
      IReaction<MemberLeft>
{
    private const string Left = "left";

    public Task React(MemberJoined fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberChanged fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberLeft fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    private async Task Remember(Member member, EventContext context, CancellationToken cancellationToken)
    {
        var isActive = !string.Equals(member.Status, Left, StringComparison.OrdinalIgnoreCase);
        await sql.Execute(
            $"""
            INSERT INTO memberships AS known (id, realm_id, person_id, organization_id, is_active, version)
            VALUES ({context.AggregateId}, {context.RealmId}, {member.PersonId}, {member.OrganizationId}, {isActive}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET is_active = excluded.is_active, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
