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
    /// <summary>What stands above a seller's sales.</summary>
    public async Task<Result<Supply>> Above(Guid realmId, Guid sellerId, CancellationToken cancellationToken)
    {
        // One walk up the tree in the database: every price that is asked for begins with it.
        var steps = await db.Database.SqlQuery<Step>(
            $"""
            WITH RECURSIVE chain AS (
                SELECT id, parent_id, kind, time_zone, 0 AS depth FROM organizations WHERE realm_id = {realmId} AND id = {sellerId}
                UNION ALL
                SELECT parent.id, parent.parent_id, parent.kind, parent.time_zone, chain.depth + 1
                FROM chain JOIN organizations AS parent ON parent.id = chain.parent_id AND parent.realm_id = {realmId}
                WHERE chain.kind <> 'Operator' AND chain.depth < {SupplyChain.Deepest})
            SELECT chain.id AS "OrganizationId", chain.kind = 'Operator' AS "IsOperator", chain.time_zone AS "TimeZone", edge.id AS "ConnectionId",
                   edge.seller_id AS "SellerId", coalesce(edge.status = 'Active', false) AS "IsActive", account.currency AS "Currency"
            FROM chain LEFT JOIN connections AS edge
              ON edge.realm_id = {realmId} AND edge.buyer_id = chain.id AND edge.seller_id = chain.parent_id AND edge.status <> 'Ended'
            LEFT JOIN billing_accounts AS account ON account.connection_id = edge.id
            """).ToListAsync(cancellationToken);
        var operatorId = steps.Find(step => step.IsOperator)?.OrganizationId ?? Guid.Empty;
        // A circle of parents comes by the same organisation again.
        var zones = steps.DistinctBy(step => step.OrganizationId).ToDictionary(step => step.OrganizationId, step => step.TimeZone);
        var edges = new Dictionary<Guid, SupplyEdge>();
        foreach (var step in steps)
        {
            if (step is { ConnectionId: { } connectionId, SellerId: { } parentId } && zones.TryGetValue(parentId, out var zone))
            {
                var currency = step.Currency is { } code ? Currency.Parse(code) : (Currency?)null;
                edges.TryAdd(step.OrganizationId, new SupplyEdge(connectionId, parentId, step.OrganizationId, step.IsActive, zone, currency));
            }
        }

        return SupplyChain.Above(sellerId, operatorId, edges).IsRefused(out var refusal, out var above) ? refusal : new Supply(above, zones[sellerId]);
    }

    private sealed record Step(Guid OrganizationId, bool IsOperator, string TimeZone, Guid? ConnectionId, Guid? SellerId, bool IsActive, string? Currency);
}

/// <param name="Edges">From the operator down to the one on which the seller buys; empty where the operator sells.</param>
/// <param name="SellerTimeZone">IANA name.</param>
internal sealed record Supply(IReadOnlyList<SupplyEdge> Edges, string SellerTimeZone);
