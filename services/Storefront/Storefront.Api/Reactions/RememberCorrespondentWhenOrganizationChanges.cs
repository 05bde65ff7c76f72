using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps every organisation's name and language, for the mails to its people, and whether it may be sold to.</summary>
internal sealed class RememberCorrespondentWhenOrganizationChanges(SqlSession sql) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>,
    IReaction<OrganizationSuspended>,
    IReaction<OrganizationRestored>,
    IReaction<OrganizationEnded>
{
    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationSuspended fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationRestored fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationEnded fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    // The same version once more is what a new generation brings: it fills in what was not read then.
    private Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"""
            INSERT INTO correspondent AS known (id, realm_id, name, language, parent_id, status, version)
            VALUES ({organization.Id}, {context.RealmId}, {organization.Name}, {organization.Language}, {organization.ParentId},
                {Enum.Parse<OrganizationStatus>(organization.Status, ignoreCase: true).ToString()}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, parent_id = excluded.parent_id, status = excluded.status,
                version = excluded.version
            WHERE known.version <= excluded.version
            """,
            cancellationToken);
}
