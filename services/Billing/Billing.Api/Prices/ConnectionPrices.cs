using Billing.Api.Products;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Prices;

/// <summary>What products cost on one connection, from everything that decides it, read beforehand. Asking costs no query.</summary>
internal sealed class ConnectionPrices
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The edge of the sale itself.</summary>
    public required SupplyEdge Sale { get; init; }

    public required bool BuyerIsReseller { get; init; }

    /// <summary>From the operator's edge down to the one on which the seller buys.</summary>
    public required IReadOnlyList<SupplyEdge> Above { get; init; }

    public required IReadOnlyDictionary<Guid, Product> Products { get; init; }
    public required ILookup<Guid, RecommendedPrice> Recommended { get; init; }
    public required ILookup<Guid, WholesalePrice> Wholesale { get; init; }
    public required ILookup<Guid, PriceBookEntry> Rules { get; init; }

    /// <summary>Whether the buyer buys it to sell it on. A reseller plan it has for itself, like any customer.</summary>
    private bool IsSoldOn(Guid productId) => BuyerIsReseller && Products[productId].ResellerPlan is null;

    private PriceAudience Audience(Guid productId) => IsSoldOn(productId) ? PriceAudience.Resellers : PriceAudience.Customers;

    /// <param name="productId">One of those that were read.</param>
    /// <param name="asked">Currency, interval and plan length.</param>
    /// <param name="agreed">What seller and buyer agree on instead of the seller's price; null where they don't.</param>
    /// <param name="quantity">Units; decides only whether it is below cost.</param>
    public Result<ResolvedPrice> Resolve(Guid productId, PriceTerms asked, Money? agreed = null, int quantity = 1)
    {
        var terms = Products[productId].Priced(asked);
        if (PricesAbove(productId, terms).IsRefused(out var refusal, out var above))
        {
            return refusal;
        }

        var own = SellingPrice.Resolve(Basis(productId, terms, above), RulesOn(Sale, productId, terms, Audience(productId)));
        var price = agreed is { } amount ? SellingPrice.Agreed(amount, own) : own;
        return price is null
            ? new Refusal("no_price_for_terms", $"There is no price in {terms.Currency.Code} for this interval and plan length.", RefusalKind.Unprocessable)
            : ResolvedPrice.Of(price, above, Products[productId].ResellerSubscriptionPer, quantity) with { Fees = Fees(productId, terms.Currency) };
    }

    /// <summary>The fees per event that somebody on the way has a price for.</summary>
    private List<ResolvedFee> Fees(Guid productId, Currency currency)
    {
        var fees = new List<ResolvedFee>();
        foreach (var terms in new[] { PriceTerms.Once(currency, FeeKind.Booking), PriceTerms.Once(currency, FeeKind.Transfer) })
        {
            // An edge without such a price is one on which the event costs nothing.
            var above = PricesAbove(productId, terms).IsRefused(out _, out var priced) ? [] : priced;
            var price = SellingPrice.Resolve(Basis(productId, terms, above), RulesOn(Sale, productId, terms, Audience(productId)));
            if (price is not null || above.Count > 0)
            {
                fees.Add(new ResolvedFee(terms.Fee, price?.Final, above));
            }
        }

        return fees;
    }

    private Result<List<EdgePrice>> PricesAbove(Guid productId, PriceTerms terms)
    {
        if (Above.Count == 0)
        {
            return new List<EdgePrice>();
        }

        var fees = Products[productId].ResellerSubscriptionPer is null ? [] : Wholesale[productId];
        if (Above.FirstOrDefault(edge => edge.Currency is { } known && known != terms.Currency)?.Currency is { } other)
        {
            return Mismatch(terms.Currency, other);
        }

        if (fees.Current(terms, Now) is { } fee)
        {
            var wholesale = new PinnedPrice(fee.Amount, PriceSource.Wholesale, fee.Number);
            return EdgePrices.Resolve(Above, wholesale, edge => RulesOn(edge, productId, terms, PriceAudience.Resellers)).ToList();
        }

        var elsewhere = fees.FirstOrDefault(version => version.Terms with { Currency = terms.Currency } == terms);
        return elsewhere is not null
            ? Mismatch(terms.Currency, elsewhere.Amount.Currency)
            : new Refusal("no_price_for_terms", $"There is no wholesale price in {terms.Currency.Code} for this interval and plan length.", RefusalKind.Unprocessable);
    }

    /// <summary>Resellers are sold to on the seller's own cost, which for the operator is the wholesale fee; customers on the recommended price.</summary>
    private PinnedPrice? Basis(Guid productId, PriceTerms terms, List<EdgePrice> above)
    {
        if (IsSoldOn(productId) && above is [.., var own])
        {
            return own.Price with { Source = PriceSource.Cost };
        }

        if (IsSoldOn(productId) && Wholesale[productId].Current(terms, Now) is { } fee)
        {
            return new PinnedPrice(fee.Amount, PriceSource.Wholesale, fee.Number);
        }

        return Recommended[productId].Current(terms, Now) is { } price ? new PinnedPrice(price.Amount, PriceSource.Recommended, price.Number) : null;
    }

    private SellerRules RulesOn(SupplyEdge edge, Guid productId, PriceTerms terms, PriceAudience audience)
    {
        var own = Rules[productId].Where(entry => entry.OrganizationId == edge.SellerId && entry.Terms == terms).ToList();
        return new SellerRules(
            own.Where(entry => entry.ConnectionId is null && entry.Audience == audience).Select(entry => entry.ToRule()).InForce(Now),
            own.Where(entry => entry.ConnectionId == edge.ConnectionId).Select(entry => entry.ToRule()).InForce(Now));
    }

    public static Refusal Mismatch(Currency asked, Currency other) => new(
        "currency_mismatch_in_chain", $"What is sold in {asked.Code} is paid for in {other.Code} above; one sale has one currency.", RefusalKind.Unprocessable);
}
