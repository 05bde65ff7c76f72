using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Primitives;

/// <summary>An amount in whole minor units (cents, fils, yen) of one currency. Arithmetic is checked: it is exact or it throws.</summary>
/// <remarks>Fractions appear in two places only, <see cref="Prorate"/> and <see cref="Allocate"/>; both say how they round.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>
{
    // A sign, 19 digits and a point.
    private const int LongestText = 21;

    public bool IsZero => MinorUnits == 0;

    public bool IsNegative => MinorUnits < 0;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum is beyond 64 bits.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.In(left.Currency)), left.Currency);

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The difference is beyond 64 bits.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.In(left.Currency)), left.Currency);

    public static Money operator -(Money money) => new(checked(-money.MinorUnits), money.Currency);

    /// <exception cref="OverflowException">The product is beyond 64 bits.</exception>
    public static Money operator *(Money money, int times) => new(checked(money.MinorUnits * times), money.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>Reads "12.34". The digits after the point must be exactly the currency's: "12.3" and "12.345" are no dollars, "12.0" is no yen.</summary>
    public static bool TryParse([NotNullWhen(true)] string? amount, Currency currency, out Money money)
    {
        money = default;
        if (amount is null || amount.Length > LongestText)
        {
            return false;
        }

        var digits = amount.StartsWith('-') ? amount.AsSpan(1) : amount.AsSpan();
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || fraction.Length != currency.Exponent || (point >= 0 && currency.Exponent == 0)
            || (whole.Length > 1 && whole[0] == '0') || !IsDigits(whole) || !IsDigits(fraction))
        {
            return false;
        }

        // Signed before parsing, so that the most negative amount, which has no positive twin, is read too.
        var sign = amount[0] == '-' ? "-" : "";
        if (!long.TryParse($"{sign}{whole}{fraction}", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minorUnits))
        {
            return false;
        }

        money = new Money(minorUnits, currency);
        return true;
    }

    /// <exception cref="FormatException">Unknown currency, or not exactly its digits.</exception>
    public static Money Parse(string amount, string currency) =>
        TryParse(amount, Currency.Parse(currency), out var money) ? money : throw new FormatException($"'{amount}' is no amount of {currency}.");

    /// <summary>"12.34": exactly the currency's digits after the point, no grouping.</summary>
    public string ToDecimalString()
    {
        // Wider than 64 bits, because the most negative amount has no positive twin.
        var digits = Int128.Abs(MinorUnits).ToString(CultureInfo.InvariantCulture).PadLeft(Currency.Exponent + 1, '0');
        var sign = IsNegative ? "-" : "";
        return Currency.Exponent == 0 ? sign + digits : $"{sign}{digits[..^Currency.Exponent]}.{digits[^Currency.Exponent..]}";
    }

    public override string ToString() => $"{ToDecimalString()} {Currency.Code}";

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.In(Currency));

    /// <summary>The share <paramref name="part"/>/<paramref name="whole"/>, rounded half to even.</summary>
    /// <remarks>Two prorations of one amount need not add up to it: use <see cref="Allocate"/> where all the parts are charged.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> is negative or <paramref name="whole"/> is not positive.</exception>
    /// <exception cref="OverflowException">The share is beyond 64 bits (only when part exceeds whole).</exception>
    public Money Prorate(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole);
        return new Money(checked((long)HalfEven((Int128)MinorUnits * part, whole)), Currency);
    }

    /// <summary>Splits the amount by weight. The parts always sum to the whole, and every cut between two of them lies at the half-even rounding of its exact place.</summary>
    /// <remarks>
    /// Rounding the running total instead of each part is what makes the sum exact without a remainder that somebody has to be given,
    /// and makes neighbouring parts additive: two adjacent parts together are what one part of their joint weight would have been.
    /// </remarks>
    /// <param name="weights">None negative, at least one positive; days, mostly.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or all are zero.</exception>
    public IReadOnlyList<Money> Allocate(params IReadOnlyList<long> weights)
    {
        Int128 total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }

        if (total == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(weights), "At least one weight must be positive.");
        }

        if (total > long.MaxValue)
        {
            throw new OverflowException("The weights' sum is beyond 64 bits.");
        }

        var parts = new Money[weights.Count];
        Int128 weighed = 0;
        Int128 given = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            weighed += weights[i];
            var upToHere = HalfEven(MinorUnits * weighed, total);
            parts[i] = new Money(checked((long)(upToHere - given)), Currency);
            given = upToHere;
        }

        return parts;
    }

    private static Int128 HalfEven(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = Int128.Abs(remainder) * 2;
        var away = twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient));
        return away ? quotient + Int128.Sign(dividend) : quotient;
    }

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter))
            {
                return false;
            }
        }

        return true;
    }

    private long In(Currency currency) =>
        Currency == currency ? MinorUnits : throw new InvalidOperationException($"{currency.Code} and {Currency.Code} are different currencies.");
}
