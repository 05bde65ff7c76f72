using FsCheck.Fluent;

namespace Primitives.Tests;

public sealed class MoneyDivisionTests
{
    [Fact]
    public void Allocate_AnyWeights_PartsSumToTheWhole() =>
        Amounts.Hold(Divisions(), made => Sum(made.Money.Allocate(made.Weights)) == made.Money.MinorUnits);

    [Fact]
    public void Allocate_AnyWeights_NoPartIsAUnitAwayFromItsExactShare() =>
        Amounts.Hold(Divisions(), made =>
        {
            var total = (Int128)made.Weights.Sum();
            return made.Money.Allocate(made.Weights).Zip(made.Weights).All(part =>
                Int128.Abs((part.First.MinorUnits * total) - ((Int128)made.Money.MinorUnits * part.Second)) <= total);
        });

    [Fact]
    public void Allocate_AnyWeights_NoPartHasTheOtherSign() =>
        Amounts.Hold(Divisions(), made => made.Money.Allocate(made.Weights).All(part => part.IsZero || part.IsNegative == made.Money.IsNegative));

    [Fact]
    public void Allocate_NeighboursJoined_GetTogetherWhatTheyGotApart() =>
        Amounts.Hold(Divisions(), made =>
        {
            var apart = made.Money.Allocate(made.Weights);
            var joined = made.Money.Allocate([made.Weights[0] + made.Weights[1], .. made.Weights[2..]]);
            return joined[0] == apart[0] + apart[1] && joined.Skip(1).SequenceEqual(apart.Skip(2));
        });

    [Fact]
    public void Allocate_NegatedAmount_NegatesEveryPart() =>
        Amounts.Hold(
            Divisions().Where(made => made.Money.MinorUnits != long.MinValue),
            made => made.Money.Allocate(made.Weights).Select(part => -part).SequenceEqual((-made.Money).Allocate(made.Weights)));

    [Fact]
    public void Allocate_NoPositiveWeight_Throws()
    {
        var money = new Money(100, Currency.Parse("USD"));

        Assert.Throws<ArgumentOutOfRangeException>(() => money.Allocate(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => money.Allocate([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => money.Allocate(3, -1));
    }

    [Fact]
    public void Allocate_WeightsBeyond64Bits_Overflows() =>
        Assert.Throws<OverflowException>(() => new Money(100, Currency.Parse("USD")).Allocate(long.MaxValue, 1));

    [Theory]
    [InlineData(5, 1, 2, 2)]
    [InlineData(7, 1, 2, 4)]
    [InlineData(-5, 1, 2, -2)]
    [InlineData(-7, 1, 2, -4)]
    [InlineData(10, 1, 3, 3)]
    [InlineData(20, 1, 3, 7)]
    [InlineData(2000, 14, 31, 903)]
    [InlineData(2000, 0, 31, 0)]
    [InlineData(2000, 31, 31, 2000)]
    public void Prorate_HalfAUnit_GoesToTheEvenNeighbour(long minorUnits, long part, long whole, long expected) =>
        Assert.Equal(expected, new Money(minorUnits, Currency.Parse("USD")).Prorate(part, whole).MinorUnits);

    [Fact]
    public void Prorate_AnyShare_IsTheNearestUnitAndAnExactHalfIsEven() =>
        Amounts.Hold(Shares(), made =>
        {
            var share = (Int128)made.Money.Prorate(made.Part, made.Whole).MinorUnits;
            var twiceOff = 2 * Int128.Abs((share * made.Whole) - ((Int128)made.Money.MinorUnits * made.Part));
            return twiceOff < made.Whole || (twiceOff == made.Whole && Int128.IsEvenInteger(share));
        });

    [Fact]
    public void Prorate_TheWhole_IsTheAmount() =>
        Amounts.Hold(Shares(), made => made.Money.Prorate(made.Whole, made.Whole) == made.Money);

    [Fact]
    public void Prorate_MoreThan64BitsHold_Overflows() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Currency.Parse("USD")).Prorate(2, 1));

    private static FsCheck.Gen<(Money Money, long[] Weights)> Divisions() =>
        from money in Amounts.Any from weights in Amounts.Weights select (money, weights);

    private static FsCheck.Gen<(Money Money, long Part, long Whole)> Shares() =>
        from money in Amounts.Any
        from whole in Gen.Choose(1, 3_700)
        from part in Gen.Choose(0, whole)
        select (money, (long)part, (long)whole);

    private static long Sum(IEnumerable<Money> parts) => parts.Aggregate(0L, (sum, part) => checked(sum + part.MinorUnits));
}
