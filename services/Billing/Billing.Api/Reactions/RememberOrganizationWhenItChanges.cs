using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Billing.Api.Reactions;

/// <summary>Remembers the newest state of an organisation, whichever event brings it; what comes late changes nothing.</summary>
internal sealed class RememberOrganizationWhenItChanges(SqlSession sql)
    : IReaction<OrganizationCreated>,
      IReaction<OrganizationUpdated>
{
    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    private async Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        var kind = Enum.Parse<OrganizationKind>(organization.Kind, ignoreCase: true).ToString();
        await sql.Execute(
            $"""
            INSERT INTO organizations AS known (id, realm_id, name, kind, parent_id, time_zone, country, tax_id, legal_name, version)
            VALUES
                ({organization.Id}, {context.RealmId}, {organization.Name}, {kind}, {organization.ParentId}, {organization.TimeZone}, {organization.Country},
                 {organization.TaxId}, {organization.LegalName}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id, time_zone = excluded.time_zone, country = excluded.country,
                tax_id = excluded.tax_id, legal_name = excluded.legal_name, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
