using Primitives;

namespace Billing.Domain;

/// <summary>Everything that one sale to a buyer costs whom.</summary>
/// <param name="List">The seller's markup, fixed or recommended price.</param>
/// <param name="Final">What the buyer is charged for one unit and one interval.</param>
/// <param name="Discount">List − final, never below zero.</param>
/// <param name="Above">What each edge above costs its buyer, the operator's first. Empty where the operator sells, or the product costs nobody anything.</param>
/// <param name="Cost">What the seller itself pays, the last of <paramref name="Above"/>.</param>
/// <param name="BelowCost">It sells for less than that. It may, and is told so.</param>
public sealed record ResolvedPrice(
    PinnedPrice List, PinnedPrice Final, Money Discount, IReadOnlyList<EdgePrice> Above, WholesaleQuote? Cost, bool BelowCost)
{
    /// <summary>What each event costs, where the product has such fees.</summary>
    public IReadOnlyList<ResolvedFee> Fees { get; init; } = [];

    /// <param name="price">What the seller asks its buyer for.</param>
    /// <param name="above">The edges above it, priced.</param>
    /// <param name="per">What the cost is for; null where the product is not sold on.</param>
    /// <param name="quantity">Units; a cost per account weighs less the more there are.</param>
    public static ResolvedPrice Of(SellingPrice price, IReadOnlyList<EdgePrice> above, ChargedPer? per, int quantity)
    {
        var cost = above is [.., var own] && per is { } charged ? new WholesaleQuote(own.Price.Unit, own.Price.Version, charged) : null;
        var isBelow = cost is not null && price.Final.Unit * quantity < cost.For(quantity);
        return new ResolvedPrice(price.List, price.Final, price.Discount, above, cost, isBelow);
    }
}

/// <summary>What one kind of event costs whom.</summary>
/// <param name="Final">On the edge of the sale; null where it costs nothing there.</param>
/// <param name="Above">On the edges above, the operator's first; empty where it costs nothing there.</param>
public sealed record ResolvedFee(FeeKind Kind, PinnedPrice? Final, IReadOnlyList<EdgePrice> Above)
{
    public PinnedPrice? On(Guid connectionId, bool isSale) =>
        isSale ? Final : Above.FirstOrDefault(edge => edge.ConnectionId == connectionId)?.Price;
}
