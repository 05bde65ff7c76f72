using FsCheck;
using FsCheck.Fluent;

namespace Primitives.Tests;

/// <summary>Generated money: every exponent, and amounts from nothing to the ends of 64 bits.</summary>
internal static class Amounts
{
    public static readonly Gen<Currency> AnyCurrency = Gen.Elements("JPY", "USD", "KWD").Select(Currency.Parse);

    private static readonly Gen<long> Anything = Gen.Frequency(
        (6, Gen.Choose(-1_000_000, 1_000_000).Select(small => (long)small)),
        (3, ArbMap.Default.GeneratorFor<long>()),
        (1, Gen.Elements(long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue)));

    public static readonly Gen<Money> Any = from currency in AnyCurrency from minorUnits in Anything select new Money(minorUnits, currency);

    /// <summary>Two to forty weights, zeros among them, of which at least one is positive.</summary>
    public static readonly Gen<long[]> Weights =
        from first in Gen.Choose(1, 1_000_000)
        from count in Gen.Choose(1, 39)
        from others in Gen.Choose(0, 400).Select(days => (long)days).ArrayOf(count)
        from at in Gen.Choose(0, count)
        select (long[])[.. others[..at], first, .. others[at..]];

    public static void Hold<T>(Gen<T> values, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
