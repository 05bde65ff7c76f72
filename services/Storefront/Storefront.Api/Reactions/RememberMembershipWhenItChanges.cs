using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Storefront.Api.Reactions;

/// <summary>Keeps who belongs where, whichever event brings it; what comes late changes nothing.</summary>
internal sealed class RememberMembershipWhenItChanges(SqlSession sql) :
    IReaction<MemberJoined>,
    IReaction<MemberChanged>,
    IReaction<MemberLeft>
{
    private const string Left = "left";

    public Task React(MemberJoined fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberChanged fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    public Task React(MemberLeft fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Member, context, cancellationToken);

    private Task Remember(Member member, EventContext context, CancellationToken cancellationToken)
    {
        var isActive = !string.Equals(member.Status, Left, StringComparison.OrdinalIgnoreCase);
        var role = Enum.Parse<Role>(member.Role, ignoreCase: true).ToString();
        return sql.Execute(
            $"""
            INSERT INTO membership AS known (id, realm_id, person_id, organization_id, name, role, email, is_active, version)
            VALUES ({context.AggregateId}, {context.RealmId}, {member.PersonId}, {member.OrganizationId}, {member.Name}, {role}, {member.Email},
                {isActive}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, email = excluded.email, is_active = excluded.is_active,
                version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
