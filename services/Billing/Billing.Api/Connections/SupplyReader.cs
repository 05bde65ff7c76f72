using Billing.Domain;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Billing.Api.Connections;

/// <summary>
/// Reads the edges above a sale. They belong to organisations that the caller need not know, so this is the one place that looks past the caller's scope
/// (the realm still holds); what it finds goes into prices and schedules, never into an answer.
/// </summary>
internal sealed class SupplyReader(BillingDb db)
{
    /// <summary>The edges from the operator down to the one on which the seller buys; empty where the operator sells.</summary>
    public async Task<Result<IReadOnlyList<SupplyEdge>>> Above(Guid realmId, Guid sellerId, CancellationToken cancellationToken)
    {
        var operatorId = await db.Organizations
            .Where(row => row.Kind == OrganizationKind.Operator)
            .Select(row => row.Id)
            .SingleOrDefaultAsync(cancellationToken);
        var edges = new Dictionary<Guid, SupplyEdge>();
        for (var organization = sellerId; organization != operatorId && !edges.ContainsKey(organization);)
        {
            if (await ParentEdge(realmId, organization, cancellationToken) is not { } edge)
            {
                break;
            }

            edges.Add(organization, edge);
            organization = edge.SellerId;
        }

        return SupplyChain.Above(sellerId, operatorId, edges);
    }

    private Task<SupplyEdge?> ParentEdge(Guid realmId, Guid organizationId, CancellationToken cancellationToken)
    {
        var everyConnection = db.Connections.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]).Where(connection => connection.RealmId == realmId);
        var toParent =
            from organization in db.Organizations
            where organization.Id == organizationId
            join connection in everyConnection
                on new { Buyer = organization.Id, Seller = organization.ParentId } equals new { Buyer = connection.BuyerId, Seller = (Guid?)connection.SellerId }
            where connection.Status != ConnectionStatus.Ended
            select new SupplyEdge(connection.Id, connection.SellerId, connection.BuyerId, connection.Status == ConnectionStatus.Active);
        return toParent.SingleOrDefaultAsync(cancellationToken);
    }
}
