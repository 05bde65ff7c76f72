using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps the sellers' names, plans, aliases and place in the tree, and since when a partner has been on Standard without a break: from the history of its versions, in whatever order they arrive.</summary>
internal sealed class RememberSellerWhenOrganizationChanges(StorefrontDb db) :
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

    private async Task Remember(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        if (organization.Kind == "customer")
        {
            return;
        }

        var plan = organization.ResellerPlan is { } name ? Enum.Parse<ResellerPlan>(name, ignoreCase: true) : (ResellerPlan?)null;
        var status = Enum.Parse<OrganizationStatus>(organization.Status, ignoreCase: true);
        // The row is locked even when it is newer: two pieces of news are added to the history one after the other.
        await db.Database.ExecuteSqlAsync(
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
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO reseller_plan (seller_id, version, realm_id, at, plan)
            VALUES ({sellerId}, {context.Version}, {context.RealmId}, {context.OccurredAt}, {plan.ToString()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        var history = await db.Plans.Where(row => row.SellerId == sellerId)
            .Select(row => new PlanChange(row.Version, row.At, row.Plan)).ToListAsync(cancellationToken);
        var since = ResellerPlans.StandardSince(history);
        await db.Sellers.Where(row => row.Id == sellerId).ExecuteUpdateAsync(row => row.SetProperty(seller => seller.StandardSince, since), cancellationToken);
    }
}
