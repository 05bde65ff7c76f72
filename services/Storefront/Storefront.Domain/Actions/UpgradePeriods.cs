using Primitives;

namespace Storefront.Domain;

/// <summary>How often an upgraded subscription is charged: as its seller decides.</summary>
/// <param name="Fixed">Null for as often as before.</param>
public sealed record UpgradePeriod(Term? Fixed)
{
    public static readonly UpgradePeriod AsBefore = new(default(Term?));

    /// <summary>
    /// The price that an upgrade is charged at: for the seller's interval and, of the commitments that have a price and are long enough, the present one or
    /// else the shortest. Null where the seller has none.
    /// </summary>
    /// <param name="prices">Everything that the seller asks this buyer for the product.</param>
    /// <param name="currency">The subscription is charged in, as an ISO code.</param>
    /// <param name="minimumCommitment">The product's.</param>
    public ShopPrice? Choose(IEnumerable<ShopPrice> prices, string currency, Term interval, Term? planLength, Term? minimumCommitment) =>
        prices
            .Where(price => price.Final.Currency.Code == currency
                && price.Interval == (Fixed ?? interval)
                && (minimumCommitment is not { } shortest || price.PlanLength.Months() >= shortest.Months()))
            .OrderBy(price => price.PlanLength == planLength ? 0 : 1)
            .ThenBy(price => price.PlanLength.Months())
            .FirstOrDefault();
}
