using System.Runtime.InteropServices;
using Primitives;

namespace Storefront.Domain;

/// <summary>A version of a product's recommended price, for one unit and one interval.</summary>
/// <param name="PlanLength">The commitment, in the interval's words.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ListPrice(string Currency, string Interval, string PlanLength, long MinorUnits, DateTimeOffset From);

public static class ListPrices
{
    /// <summary>
    /// The list price that a sale at <paramref name="at"/> is compared with; null if there was none. Where several commitments had one, it is the one
    /// without a commitment beyond the interval, and otherwise the cheapest: no discount is shown that a buyer could not have had.
    /// </summary>
    public static Money? InForce(IEnumerable<ListPrice> prices, Currency currency, string interval, DateTimeOffset at)
    {
        var current = prices
            .Where(price => price.Currency == currency.Code && price.Interval == interval && price.From <= at)
            .GroupBy(price => price.PlanLength, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(price => price.From))
            .OrderBy(price => price.PlanLength == interval ? 0 : 1)
            .ThenBy(price => price.MinorUnits)
            .Take(1)
            .ToList();
        return current is [var price] ? new Money(price.MinorUnits, currency) : null;
    }
}
