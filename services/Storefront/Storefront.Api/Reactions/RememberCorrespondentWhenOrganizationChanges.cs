using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Storefront.Api.Reactions;

/// <summary>Keeps every organisation's name and language, for the mails to its people.</summary>
internal sealed class RememberCorrespondentWhenOrganizationChanges(SqlSession sql) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>
{
    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    private Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"""
            INSERT INTO correspondent AS known (id, realm_id, name, language, parent_id, version)
            VALUES ({organization.Id}, {context.RealmId}, {organization.Name}, {organization.Language}, {organization.ParentId}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, parent_id = excluded.parent_id, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
}
