using Primitives;

namespace Billing.Domain;

/// <summary>What a seller asks a buyer for.</summary>
/// <param name="List">Its markup, fixed or recommended price.</param>
/// <param name="Final">What is charged.</param>
/// <param name="Discount">List − final, never below zero.</param>
public sealed record SellingPrice(PinnedPrice List, PinnedPrice Final, Money Discount)
{
    /// <summary>Null where the seller has no price: no rule of its own, and nothing it could be based on.</summary>
    /// <param name="basis">The recommended price where it sells to a customer, its own cost where it sells to a reseller.</param>
    /// <param name="rules">The seller's, in force now.</param>
    public static SellingPrice? Resolve(PinnedPrice? basis, SellerRules rules)
    {
        var list = rules.General is { } general ? Price(general, basis, general.NeedsBase ? PriceSource.Markup : PriceSource.Fixed) : basis;
        // A special markup is counted from the list price, like any discount.
        var final = rules.Special is { } special ? Price(special, list, PriceSource.Special) : list;
        return final is { } charged ? Of(list ?? charged, charged) : null;
    }

    /// <summary>What seller and buyer agreed on instead. Where the seller has no list price, that is the list price.</summary>
    public static SellingPrice Agreed(Money amount, SellingPrice? resolved)
    {
        var agreed = new PinnedPrice(amount, PriceSource.Agreed, 1);
        return Of(resolved?.List ?? agreed, agreed);
    }

    private static SellingPrice Of(PinnedPrice list, PinnedPrice final)
    {
        var discount = list.Unit - final.Unit;
        return new SellingPrice(list, final, discount.IsNegative ? Money.Zero(discount.Currency) : discount);
    }

    private static PinnedPrice? Price(PriceRule rule, PinnedPrice? basis, PriceSource source) =>
        rule.NeedsBase && basis is null
            ? null
            : new PinnedPrice(rule.On(basis?.Unit ?? rule.Amount!.Value), source, rule.Version);
}
