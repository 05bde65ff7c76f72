using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

/// <summary>A known failure of billing systems: an invoice is adjusted, then its subscription cancelled, and the same money is given back twice.</summary>
public sealed class CreditLimitTests
{
    private static readonly Anchor January = new(new DateOnly(2026, 1, 1), Term.Month);
    private static readonly RecurringCharge Charged = new(January, 1, 1, Price(3100));

    [Theory]
    [InlineData(3100, -1400)]
    [InlineData(1400, -1400)]
    [InlineData(1000, -1000)]
    public void Keep_ACancellation_GivesBackNoMoreThanIsLeft(long left, long givenBack)
    {
        var ended = Proration.End(Charged, new DateOnly(2026, 1, 18));

        Assert.Equal(givenBack, Assert.Single(CreditLimit.Keep(ended.Before, ended.After, Cents(left))).Amount.MinorUnits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-500)]
    public void Keep_EverythingCreditedBefore_LeavesNothingToGiveBack(long left)
    {
        var ended = Proration.End(Charged, new DateOnly(2026, 1, 18));

        Assert.Empty(CreditLimit.Keep(ended.Before, ended.After, Cents(left)));
    }

    [Fact]
    public void Keep_ALineCutDown_ExplainsItself()
    {
        var ended = Proration.End(Charged, new DateOnly(2026, 1, 18));

        Assert.EndsWith("14/31 days = -14.00 USD, of which 4.00 USD was credited before: -10.00 USD", CreditLimit.Keep(ended.Before, [], Cents(1000))[0].Formula, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_AnUpgradeOfWhatWasCredited_StillCostsTheDifferenceOnly()
    {
        var change = Proration.Change(Charged, 2, Charged.Price, Term.Month, new DateOnly(2026, 1, 18));

        Assert.Equal(change.Before, CreditLimit.Keep(change.Before, change.After, Cents(0)));
    }

    [Fact]
    public void Keep_AnyCreditThenAnyEnd_NeverGivesBackMoreThanWasCharged() =>
        Prop.ForAll(Ends().ToArbitrary(), made =>
        {
            var (currency, minorUnits, credited, day) = made;
            var charge = Charged with { Price = new PinnedPrice(new Money(minorUnits, Currency.Parse(currency)), PriceSource.Agreed, 1) };
            var left = new Money(Math.Max(0, minorUnits - credited), Currency.Parse(currency));
            var ended = Proration.End(charge, January.Date.AddDays(day));
            var kept = CreditLimit.Keep(ended.Before, ended.After, left);
            var givenBack = -kept.Sum(line => line.Amount.MinorUnits);
            var worth = -ended.Before.Sum(line => line.Amount.MinorUnits);
            return givenBack == Math.Min(worth, left.MinorUnits);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static Gen<(string Currency, int MinorUnits, int Credited, int Day)> Ends() =>
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from minorUnits in Gen.Choose(0, 1_000_000)
        from credited in Gen.Choose(0, 1_200_000)
        from day in Gen.Choose(0, 31)
        select (currency, minorUnits, credited, day);

    private static PinnedPrice Price(long cents) => new(Cents(cents), PriceSource.Agreed, 1);

    private static Money Cents(long cents) => new(cents, Currency.Parse("USD"));
}
