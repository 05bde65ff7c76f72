using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Tickets.Api.Reactions;

/// <summary>Keeps the organisations' names for answers.</summary>
internal sealed class RememberOrganizationWhenItChanges(SqlSession sql) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>,
    IReaction<OrganizationSuspended>,
    IReaction<OrganizationRestored>
{
    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationSuspended fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationRestored fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    private Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"""
            INSERT INTO organization AS known (id, realm_id, name, version)
            VALUES ({organization.Id}, {context.RealmId}, {organization.Name}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version WHERE known.version < excluded.version
            """,
            cancellationToken);
}
