using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps the sellers' names, plans, aliases and place in the tree, and since when a partner has been on Standard without a break: from the history of its versions, in whatever order they arrive.</summary>
internal sealed class RememberSellerWhenOrganizationChanges(SqlSession sql) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>,
    IReaction<OrganizationSuspended>,
    IReaction<OrganizationRestored>,
    IReaction<OrganizationEnded>
{
    /// <summary>A customer sells nothing.</summary>
    public static bool Concerns(Organization organization) => organization.Kind != "customer";

    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationSuspended fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationRestored fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    public Task React(OrganizationEnded fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Organization, context, cancellationToken);

    private async Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        var plan = organization.ResellerPlan is { } name ? Enum.Parse<ResellerPlan>(name, ignoreCase: true) : (ResellerPlan?)null;
        var status = Enum.Parse<OrganizationStatus>(organization.Status, ignoreCase: true);
        // The row is locked even when it is newer: two pieces of news are added to the history one after the other.
        await sql.Execute(
            $"""
            INSERT INTO seller AS known (id, realm_id, name, is_operator, plan, version, parent_id, status, alias)
            VALUES ({organization.Id}, {context.RealmId}, {organization.Name}, {organization.Kind == "operator"}, {plan?.ToString()}, {context.Version},
                {organization.ParentId}, {status.ToString()}, {organization.Alias})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan = excluded.plan, version = excluded.version, parent_id = excluded.parent_id,
                status = excluded.status, alias = excluded.alias
            WHERE known.version <= excluded.version
            """,
            cancellationToken);
        if (plan is { } own)
        {
            await AddToHistory(organization.Id, own, context, cancellationToken);
        }
    }

    private async Task AddToHistory(Guid sellerId, ResellerPlan plan, EventContext context, CancellationToken cancellationToken)
    {
        await sql.Execute(
            $"""
            INSERT INTO reseller_plan (seller_id, version, realm_id, at, plan)
            VALUES ({sellerId}, {context.Version}, {context.RealmId}, {context.OccurredAt}, {plan.ToString()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        var history = await sql.Query(
            $"SELECT version, at, plan FROM reseller_plan WHERE seller_id = {sellerId}",
            row => new PlanChange(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), Enum.Parse<ResellerPlan>(row.GetString(2))),
            cancellationToken);
        await sql.Execute($"UPDATE seller SET standard_since = {ResellerPlans.StandardSince(history)} WHERE id = {sellerId}", cancellationToken);
    }
}
