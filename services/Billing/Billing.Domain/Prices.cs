using System.Runtime.InteropServices;
using Primitives;

namespace Billing.Domain;

/// <summary>Where a charged price comes from.</summary>
public enum PriceSource
{
    /// <summary>The operator's recommended retail fee.</summary>
    Recommended,

    /// <summary>The operator's wholesale fee for its direct partners.</summary>
    Wholesale,

    /// <summary>A seller without a price of its own passes on what it pays itself.</summary>
    Cost,

    /// <summary>Seller and buyer agreed on it in a request.</summary>
    Agreed,
}

/// <summary>Whether a wholesale fee is owed once per end account or for each unit it has.</summary>
public enum ChargedPer
{
    Account,
    Unit,
}

/// <summary>What a price is for: the same product has one current price for each of these.</summary>
public readonly record struct PriceTerms(Currency Currency, Term Interval, Term PlanLength);

/// <summary>A price that a charge keeps for as long as it recurs. <paramref name="Version"/> counts the versions of that price from 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PinnedPrice(Money Unit, PriceSource Source, int Version);

/// <summary>One seller → buyer edge above a sale, and what its buyer pays on it.</summary>
public sealed record EdgePrice(Guid ConnectionId, Guid SellerId, Guid BuyerId, PinnedPrice Price);

public static class EdgePrices
{
    /// <summary>The price on each edge above a sale, from the operator's own edge down to the one whose buyer makes the sale.</summary>
    /// <param name="edges">Operator's edge first.</param>
    /// <param name="wholesale">The operator's fee, current version.</param>
    public static IReadOnlyList<EdgePrice> Resolve(IReadOnlyList<(Guid ConnectionId, Guid SellerId, Guid BuyerId)> edges, PinnedPrice wholesale)
    {
        var prices = new List<EdgePrice>(edges.Count);
        var price = wholesale;
        foreach (var (connectionId, sellerId, buyerId) in edges)
        {
            prices.Add(new EdgePrice(connectionId, sellerId, buyerId, price));
            price = price with { Source = PriceSource.Cost };
        }

        return prices;
    }
}
