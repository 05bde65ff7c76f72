using FsCheck.Fluent;

namespace Primitives.Tests;

public sealed class MoneyArithmeticTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");

    [Fact]
    public void Sum_AnyTwoAmounts_IsExactOrOverflows() =>
        Amounts.Hold(Amounts.Any.Two(), pair =>
        {
            var right = pair.Item2 with { Currency = pair.Item1.Currency };
            var exact = (Int128)pair.Item1.MinorUnits + right.MinorUnits;
            return ExactOrOverflow(exact, () => pair.Item1 + right);
        });

    [Fact]
    public void Difference_AnyTwoAmounts_IsExactOrOverflows() =>
        Amounts.Hold(Amounts.Any.Two(), pair =>
        {
            var right = pair.Item2 with { Currency = pair.Item1.Currency };
            var exact = (Int128)pair.Item1.MinorUnits - right.MinorUnits;
            return ExactOrOverflow(exact, () => pair.Item1 - right);
        });

    [Fact]
    public void Product_AnyAmountAndQuantity_IsExactOrOverflows() =>
        Amounts.Hold(
            from money in Amounts.Any from times in Gen.Choose(int.MinValue, int.MaxValue) select (money, times),
            made => ExactOrOverflow((Int128)made.money.MinorUnits * made.times, () => made.money * made.times));

    [Fact]
    public void Negation_MostNegativeAmount_Overflows() =>
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Dollar));

    [Fact]
    public void Arithmetic_DifferentCurrencies_Throws()
    {
        var dollars = new Money(100, Dollar);
        var yen = new Money(100, Currency.Parse("JPY"));

        Assert.Throws<InvalidOperationException>(() => dollars + yen);
        Assert.Throws<InvalidOperationException>(() => dollars - yen);
        Assert.Throws<InvalidOperationException>(() => dollars < yen);
    }

    [Fact]
    public void Code_OfCurrencyThatWasNeverGiven_Throws() =>
        Assert.Throws<InvalidOperationException>(() => default(Money).Currency.Code);

    private static bool ExactOrOverflow(Int128 exact, Func<Money> compute)
    {
        if (exact >= long.MinValue && exact <= long.MaxValue)
        {
            return compute().MinorUnits == (long)exact;
        }

        Assert.Throws<OverflowException>(() => compute());
        return true;
    }
}
