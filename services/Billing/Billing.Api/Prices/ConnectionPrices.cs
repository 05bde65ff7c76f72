using Billing.Api.Products;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Prices;

/// <summary>What products cost on one connection, from everything that decides it, read beforehand. Asking costs no query.</summary>
internal sealed class ConnectionPrices(
    DateTimeOffset now,
    IReadOnlyList<SupplyEdge> edges,
    IReadOnlyDictionary<Guid, Product> products,
    ILookup<Guid, RecommendedPrice> recommended,
    ILookup<Guid, WholesalePrice> wholesale)
{
    /// <param name="productId">One of those that were read.</param>
    /// <param name="terms">Currency, interval and plan length.</param>
    /// <param name="agreed">What seller and buyer agree on instead of the seller's price; null where they don't.</param>
    /// <param name="quantity">Units; decides only whether it is below cost.</param>
    public Result<ResolvedPrice> Resolve(Guid productId, PriceTerms terms, Money? agreed = null, int quantity = 1)
    {
        if (Above(productId, terms).IsRefused(out var refusal, out var above))
        {
            return refusal;
        }

        var basis = recommended[productId].Current(terms, now) is { } price ? new PinnedPrice(price.Amount, PriceSource.Recommended, price.Number) : (PinnedPrice?)null;
        var own = SellingPrice.Resolve(basis, SellerRules.None);
        var asked = agreed is { } amount ? SellingPrice.Agreed(amount, own) : own;
        return asked is null ? NoPrice("price", terms) : ResolvedPrice.Of(asked, above, products[productId].ResellerSubscriptionPer, quantity);
    }

    private Result<List<EdgePrice>> Above(Guid productId, PriceTerms terms)
    {
        if (edges.Count == 0)
        {
            return new List<EdgePrice>();
        }

        if (products[productId].ResellerSubscriptionPer is null || wholesale[productId].Current(terms, now) is not { } fee)
        {
            return NoPrice("wholesale price", terms);
        }

        return EdgePrices.Resolve(edges, new PinnedPrice(fee.Amount, PriceSource.Wholesale, fee.Number), _ => SellerRules.None).ToList();
    }

    private static Refusal NoPrice(string what, PriceTerms terms) =>
        new("no_price_for_terms", $"There is no {what} in {terms.Currency.Code} for this interval and plan length.", RefusalKind.Unprocessable);
}
