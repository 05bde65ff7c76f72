using Primitives;

namespace Billing.Domain;

/// <summary>
/// How high a price can be: so that a million units of it, on every line of the longest order and with as much tax again, are still an amount that can be counted.
/// </summary>
public static class PriceLimit
{
    /// <summary>A hundred million dollars for one unit.</summary>
    public const long MostMinorUnits = 10_000_000_000;

    /// <summary><c>price_negative</c>, <c>price_too_high</c>; null for what can be charged.</summary>
    /// <param name="field">Of the amount, as the caller wrote it.</param>
    public static FieldError? Check(string field, Money price) =>
        price.IsNegative ? new FieldError(field, "price_negative", "A price is zero or more.")
        : price.MinorUnits > MostMinorUnits ? new FieldError(field, "price_too_high", $"A price is {new Money(MostMinorUnits, price.Currency)} at most.")
        : null;

    /// <summary>What a rule makes of another price, kept to what can be charged.</summary>
    public static Money Within(Money price) => new(Math.Clamp(price.MinorUnits, 0, MostMinorUnits), price.Currency);
}
