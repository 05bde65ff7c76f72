using Billing.Domain;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Primitives;

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
        // One walk up the tree in the database: every price that is asked for begins with it.
        var steps = await db.Database.SqlQuery<Step>(
            $"""
            WITH RECURSIVE chain AS (
                SELECT id, parent_id, kind, 0 AS depth FROM organizations WHERE realm_id = {realmId} AND id = {sellerId}
                UNION ALL
                SELECT parent.id, parent.parent_id, parent.kind, chain.depth + 1
                FROM chain JOIN organizations AS parent ON parent.id = chain.parent_id AND parent.realm_id = {realmId}
                WHERE chain.kind <> 'Operator' AND chain.depth < {SupplyChain.Deepest})
            SELECT chain.id AS "OrganizationId", chain.kind = 'Operator' AS "IsOperator", edge.id AS "ConnectionId", edge.seller_id AS "SellerId",
                   coalesce(edge.status = 'Active', false) AS "IsActive"
            FROM chain LEFT JOIN connections AS edge
              ON edge.realm_id = {realmId} AND edge.buyer_id = chain.id AND edge.seller_id = chain.parent_id AND edge.status <> 'Ended'
            """).ToListAsync(cancellationToken);
        var operatorId = steps.Find(step => step.IsOperator)?.OrganizationId ?? Guid.Empty;
        var edges = new Dictionary<Guid, SupplyEdge>();
        foreach (var step in steps)
        {
            // A circle of parents comes by the same organisation again.
            if (step is { ConnectionId: { } connectionId, SellerId: { } parentId })
            {
                edges.TryAdd(step.OrganizationId, new SupplyEdge(connectionId, parentId, step.OrganizationId, step.IsActive));
            }
        }

        return SupplyChain.Above(sellerId, operatorId, edges);
    }

    private sealed record Step(Guid OrganizationId, bool IsOperator, Guid? ConnectionId, Guid? SellerId, bool IsActive);
}
