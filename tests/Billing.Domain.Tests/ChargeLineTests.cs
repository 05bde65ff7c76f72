using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class ChargeLineTests
{
    private static readonly Anchor January = new(new DateOnly(2026, 1, 1), Term.Month);

    [Fact]
    public void Recurring_AWholePeriod_ExplainsItself()
    {
        var line = ChargeLine.Recurring(January, 0, 3, Agreed(2000, "USD"));

        Assert.Equal(new Money(6000, Currency.Parse("USD")), line.Amount);
        Assert.Equal(31, line.PeriodDays);
        Assert.Equal("20.00 USD × 3 × 31/31 days = 60.00 USD", line.Formula);
    }

    [Fact]
    public void Prorated_PartOfAPeriod_ExplainsItself()
    {
        var line = ChargeLine.Prorated(January, 0, new Period(new DateOnly(2026, 1, 18), new DateOnly(2026, 2, 1)), 1, Agreed(2000, "USD"));

        Assert.Equal("20.00 USD × 1 × 14/31 days = 9.03 USD", line.Formula);
    }

    [Fact]
    public void Used_SomeEvents_ExplainsItself() =>
        Assert.Equal("0.05 USD × 120 events = 6.00 USD", ChargeLine.Used(January.Period(0), 120, Agreed(5, "USD")).Formula);

    [Fact]
    public void Once_SomeUnits_ExplainsItself() =>
        Assert.Equal("20.00 USD × 3 = 60.00 USD", ChargeLine.Once(January.Date, 3, Agreed(2000, "USD")).Formula);

    [Fact]
    public void Prorated_OutsideThePeriod_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ChargeLine.Prorated(January, 0, new Period(new DateOnly(2025, 12, 31), new DateOnly(2026, 1, 5)), 1, Agreed(2000, "USD")));

    [Fact]
    public void Recurring_MoreThanMoneyHolds_OverflowsInsteadOfWrapping() =>
        Assert.Throws<OverflowException>(() => ChargeLine.Recurring(January, 0, RequestRules.MostUnits, Agreed(long.MaxValue, "JPY")));

    [Fact]
    public void Prorated_APeriodCutAnywhere_AddsUpToThePeriod() =>
        Prop.ForAll(Cuts().ToArbitrary(), made =>
        {
            var (anchor, number, quantity, price, cuts) = made;
            var whole = anchor.Period(number);
            var edges = cuts.Select(cut => whole.Start.AddDays(cut % (whole.Days + 1))).Append(whole.Start).Append(whole.End).Order().ToList();
            var parts = edges.Zip(edges.Skip(1)).Select(part => ChargeLine.Prorated(anchor, number, new Period(part.First, part.Second), quantity, price)).ToList();
            return parts.Aggregate(Money.Zero(price.Unit.Currency), (sum, line) => sum + line.Amount) == ChargeLine.Recurring(anchor, number, quantity, price).Amount
                && parts.TrueForAll(line => !line.Amount.IsNegative);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<(Anchor Anchor, int Number, int Quantity, PinnedPrice Price, int[] Cuts)> Cuts() =>
        from day in Gen.Choose(0, 1_500)
        from interval in Gen.Elements(Enum.GetValues<Term>())
        from number in Gen.Choose(0, 24)
        from quantity in Gen.Choose(1, 5_000)
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from minorUnits in Gen.Choose(0, 10_000_000)
        from cuts in Gen.Choose(0, 1_200).ArrayOf(4)
        select (new Anchor(new DateOnly(2024, 1, 1).AddDays(day), interval), number, quantity, Agreed(minorUnits, currency), cuts);

    private static PinnedPrice Agreed(long minorUnits, string currency) => new(new Money(minorUnits, Currency.Parse(currency)), PriceSource.Agreed, 1);
}
