namespace Billing.Domain;

/// <summary>One seller → buyer edge above a sale, and what its buyer pays on it.</summary>
public sealed record EdgePrice(SupplyEdge Edge, PinnedPrice Price)
{
    public Guid ConnectionId => Edge.ConnectionId;

    public Guid SellerId => Edge.SellerId;

    public Guid BuyerId => Edge.BuyerId;
}

public static class EdgePrices
{
    /// <summary>The price on each edge above a sale, from the operator's own edge down to the one whose buyer makes the sale. Each seller's cost is the price on the edge above it.</summary>
    /// <param name="edges">Operator's edge first.</param>
    /// <param name="wholesale">The operator's fee, current version.</param>
    /// <param name="rules">What the edge's seller decided for its buyer.</param>
    public static IReadOnlyList<EdgePrice> Resolve(IReadOnlyList<SupplyEdge> edges, PinnedPrice wholesale, Func<SupplyEdge, SellerRules> rules)
    {
        var prices = new List<EdgePrice>(edges.Count);
        var cost = wholesale;
        foreach (var edge in edges)
        {
            // There is a base, so there is a price.
            var price = SellingPrice.Resolve(cost, rules(edge))!.Final;
            prices.Add(new EdgePrice(edge, price));
            cost = price with { Source = PriceSource.Cost };
        }

        return prices;
    }
}
