using Primitives;

namespace Billing.Domain;

/// <summary>One seller → buyer edge as far as a sale above or below it needs to know it.</summary>
/// <param name="SellerTimeZone">IANA name: what is charged there is charged in its seller's calendar.</param>
/// <param name="Currency">Fixed by the edge's first charge; null before.</param>
public sealed record SupplyEdge(Guid ConnectionId, Guid SellerId, Guid BuyerId, bool IsActive, string SellerTimeZone, Currency? Currency);

public static class SupplyChain
{
    /// <summary>No channel is this deep; a longer walk means that parents form a circle.</summary>
    public const int Deepest = 32;

    /// <summary>The edges between the operator and whoever makes the sale, the operator's first. Empty where the operator sells itself.</summary>
    /// <param name="sellerId">Who makes the sale.</param>
    /// <param name="operatorId">The root of the realm.</param>
    /// <param name="parentEdges">For each organisation the edge on which it buys from its parent.</param>
    public static Result<IReadOnlyList<SupplyEdge>> Above(Guid sellerId, Guid operatorId, IReadOnlyDictionary<Guid, SupplyEdge> parentEdges)
    {
        var edges = new List<SupplyEdge>();
        for (var organization = sellerId; organization != operatorId; organization = edges[^1].SellerId)
        {
            if (edges.Count == Deepest || !parentEdges.TryGetValue(organization, out var edge))
            {
                return new Refusal("supply_chain_incomplete", "The seller is not connected to the operator, so nothing can be supplied to it.");
            }

            if (!edge.IsActive)
            {
                return new Refusal("supply_connection_not_active", "A connection above the seller is not active, so it makes no new sales.");
            }

            edges.Add(edge);
        }

        edges.Reverse();
        return edges;
    }
}
