using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class ProrationTests
{
    private static readonly DateOnly NewYear = new(2026, 1, 1);

    [Fact]
    public void Change_MoreUnitsInsideAPeriod_GivesTheOldDaysBackAndChargesTheNew()
    {
        var change = Proration.Change(Charged(Monthly(2000, quantity: 2)), 5, Agreed(2000, "USD"), Term.Month, new DateOnly(2026, 1, 18));

        Assert.Equal(
            ["20.00 USD × -2 × 14/31 days = -18.06 USD", "20.00 USD × 5 × 14/31 days = 45.16 USD"],
            change.Lines.Select(line => line.Formula));
        Assert.Equal((5, 1), (change.Charge.Quantity, change.Charge.NextPeriod));
    }

    [Fact]
    public void Change_FromMonthToYear_KeepsTheAnchorAndChargesTheRestOfTheYear()
    {
        var change = Proration.Change(Charged(Monthly(2000)), 1, Agreed(20000, "USD"), Term.Year, new DateOnly(2026, 1, 31));

        Assert.Equal(["20.00 USD × -1 × 1/31 days = -0.65 USD", "200.00 USD × 1 × 335/365 days = 183.56 USD"], change.Lines.Select(line => line.Formula));
        Assert.Equal(new DateOnly(2027, 1, 1), change.Charge.Next()!.Period.Start);
    }

    [Fact]
    public void Change_ToTheSameTerms_IsNothing()
    {
        var charge = Charged(Monthly(2000));

        var change = Proration.Change(charge, 1, charge.Price, Term.Month, new DateOnly(2026, 1, 18));

        Assert.Equal(charge, change.Charge);
        Assert.Empty(change.Lines);
    }

    [Fact]
    public void Change_OfAFreePlan_ChargesTheNewDaysAndHasNoLineOfNothing() =>
        Assert.Equal(
            ["20.00 USD × 1 × 14/31 days = 9.03 USD"],
            Proration.Change(Charged(Monthly(0)), 1, Agreed(2000, "USD"), Term.Month, new DateOnly(2026, 1, 18)).Lines.Select(line => line.Formula));

    [Fact]
    public void Change_OnAPriceEditedLater_UsesThePinnedPrice()
    {
        var charge = Charged(Monthly(2000)) with { Price = new PinnedPrice(new Money(2000, Currency.Parse("USD")), PriceSource.Recommended, 3) };

        var change = Proration.Change(charge, 2, charge.Price, Term.Month, new DateOnly(2026, 1, 18));

        Assert.All(change.Lines, line => Assert.Equal(charge.Price, line.Price));
    }

    [Fact]
    public void Change_BeforeThePeriodIsCharged_LeavesTheOldTermsTheDaysTheyHad()
    {
        var change = Proration.Change(Charged(Monthly(2000)), 2, Agreed(2000, "USD"), Term.Month, new DateOnly(2026, 2, 15));

        Assert.Equal(["20.00 USD × 1 × 14/28 days = 10.00 USD"], change.Lines.Select(line => line.Formula));
        Assert.Equal("20.00 USD × 2 × 14/28 days = 20.00 USD", change.Charge.Next()?.Formula);
    }

    [Fact]
    public void End_Now_GivesTheDaysLeftBackAndChargesNothingMore()
    {
        var ended = Proration.End(Charged(Monthly(2000)), new DateOnly(2026, 1, 18));

        Assert.Equal(["20.00 USD × -1 × 14/31 days = -9.03 USD"], ended.Lines.Select(line => line.Formula));
        Assert.True(ended.Charge.IsOver);
        Assert.Null(ended.Charge.Next());
    }

    [Fact]
    public void End_InsideALaterPeriod_HasThatPeriodChargedByTheDay()
    {
        var ended = Proration.End(Charged(Monthly(2000)), new DateOnly(2026, 2, 15));

        Assert.Empty(ended.Lines);
        Assert.Equal("20.00 USD × 1 × 14/28 days = 10.00 USD", ended.Charge.Next()?.Formula);
        Assert.True(ended.Charge.Advance().IsOver);
    }

    [Fact]
    public void End_Lifted_ChargesTheDaysThatItHadCutOff()
    {
        var cut = Proration.End(Charged(Monthly(2000)), new DateOnly(2026, 2, 15)).Charge.Advance();

        var lifted = Proration.End(cut, null);

        Assert.Equal(["20.00 USD × 1 × 14/28 days = 10.00 USD"], lifted.Lines.Select(line => line.Formula));
        Assert.Equal(new DateOnly(2026, 3, 1), lifted.Charge.Next()!.Period.Start);
    }

    [Theory]
    [InlineData(1, "2026-02-01")]
    [InlineData(18, "2026-02-01")]
    [InlineData(32, "2026-02-01")]
    [InlineData(33, "2026-03-01")]
    public void EndWithPeriod_OnADay_OwesThePeriodInFull(int dayOfYear, string endsOn)
    {
        var ended = Proration.EndWithPeriod(Charged(Monthly(1000)), NewYear.AddDays(dayOfYear - 1));

        Assert.Equal(DateOnly.Parse(endsOn, System.Globalization.CultureInfo.InvariantCulture), ended.Charge.EndsOn);
        Assert.Empty(ended.Lines);
    }

    [Fact]
    public void Next_OfAnAddOnThatJoinsThePeriodsOfItsMain_ChargesTheDaysLeftFirst()
    {
        var charge = Monthly(3100) with { StartsOn = new DateOnly(2026, 1, 22) };

        Assert.Equal("31.00 USD × 1 × 10/31 days = 10.00 USD", charge.Next()?.Formula);
        Assert.Equal("31.00 USD × 1 × 28/28 days = 31.00 USD", charge.Advance().Next()?.Formula);
    }

    [Fact]
    public void Change_TwoHalvesOfAMonth_CostTheMonth() =>
        Check((charge, terms, day) =>
        {
            var half = Proration.Change(charge, terms.Quantity, terms.Price, charge.Anchor.Interval, day);
            var back = Proration.Change(half.Charge, charge.Quantity, charge.Price, charge.Anchor.Interval, day);
            return Sum(charge, half.Lines) + Sum(charge, back.Lines) == Money.Zero(charge.Price.Unit.Currency) && back.Charge == charge;
        });

    [Fact]
    public void Change_SeveralOnOneDay_CostWhatTheLastAloneWould() =>
        Check((charge, terms, day) =>
        {
            var direct = Proration.Change(charge, terms.Quantity, terms.Price, terms.Anchor.Interval, day);
            var first = Proration.Change(charge, terms.Quantity + 3, charge.Price, Term.Quarter, day);
            var second = Proration.Change(first.Charge, terms.Quantity, terms.Price, terms.Anchor.Interval, day);
            return Sum(charge, direct.Lines) == Sum(charge, first.Lines) + Sum(charge, second.Lines) && second.Charge == direct.Charge;
        });

    [Fact]
    public void End_ThenLifted_IsNothing() =>
        Check((charge, _, day) =>
        {
            var ended = Proration.End(charge, day);
            var lifted = Proration.End(ended.Charge, null);
            return Sum(charge, ended.Lines) + Sum(charge, lifted.Lines) == Money.Zero(charge.Price.Unit.Currency) && lifted.Charge == charge;
        });

    /// <summary>Whatever is changed, in whatever order charges and changes arrive: each day costs what its terms say, and no one ever gets back more than was paid.</summary>
    [Fact]
    public void Change_AnySequence_AddsUpToWhatEachDayCosts() =>
        Prop.ForAll(Histories().ToArbitrary(), history =>
        {
            var (charge, steps, lastDay) = history;
            var total = Money.Zero(charge.Price.Unit.Currency);
            var owed = total;
            var (day, terms) = (charge.Anchor.Date, charge);
            foreach (var (days, next, isLate) in steps)
            {
                var until = day.AddDays(days);
                owed += Owed(terms, day, until);
                (charge, total) = isLate ? (charge, total) : Run(charge, total, until);
                var changed = Proration.Change(charge, next.Quantity, next.Price, next.Anchor.Interval, until);
                (charge, total) = (changed.Charge, total + Sum(charge, changed.Lines));
                if (total.IsNegative)
                {
                    return false;
                }

                (day, terms) = (until, terms.With(next.Quantity, next.Price, next.Anchor.Interval));
            }

            var end = day.AddDays(lastDay);
            (charge, total) = Run(charge, total, end);
            var ended = Proration.End(charge, end);
            return total + Sum(charge, ended.Lines) == owed + Owed(terms, day, end);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    /// <summary>The regular charges up to and including that day.</summary>
    private static (RecurringCharge Charge, Money Total) Run(RecurringCharge charge, Money total, DateOnly day)
    {
        while (!charge.IsOver && charge.Anchor.Period(charge.NextPeriod).Start <= day)
        {
            total += charge.Next()!.Amount;
            charge = charge.Advance();
        }

        return (charge, total);
    }

    /// <summary>By running totals from each period's start, without any of what is tested.</summary>
    private static Money Owed(RecurringCharge terms, DateOnly from, DateOnly until)
    {
        var owed = Money.Zero(terms.Price.Unit.Currency);
        for (var number = 0; terms.Anchor.Period(number).Start < until; number++)
        {
            var whole = terms.Anchor.Period(number);
            owed += UpTo(whole, until) - UpTo(whole, from);
        }

        return owed;

        Money UpTo(Period whole, DateOnly day) =>
            (terms.Price.Unit * terms.Quantity).Prorate(Math.Clamp(day.DayNumber - whole.Start.DayNumber, 0, whole.Days), whole.Days);
    }

    private static void Check(Func<RecurringCharge, RecurringCharge, DateOnly, bool> holds) =>
        Prop.ForAll(
            (from currency in Gen.Elements("JPY", "USD", "KWD")
             from charge in Charges(currency)
             from terms in Charges(currency)
             from charged in Gen.Choose(1, 5)
             from days in Gen.Choose(0, 5_000)
             select (Charge: charge with { NextPeriod = charged }, Terms: terms, Days: days)).ToArbitrary(),
            made =>
            {
                // A day inside what is charged, because before that a change moves no money.
                var day = made.Charge.Anchor.Date.AddDays(made.Days % (made.Charge.ChargedUntil.DayNumber - made.Charge.Anchor.Date.DayNumber));
                var present = made.Charge with { NextPeriod = made.Charge.Anchor.NumberOf(day) + 1 };
                return holds(present, made.Terms, day);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<(RecurringCharge Charge, (int Days, RecurringCharge Next, bool IsLate)[] Steps, int LastDay)> Histories() =>
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from charge in Charges(currency)
        from steps in
            (from days in Gen.Choose(0, 70)
             from next in Charges(currency)
             from isLate in Gen.Elements(true, false)
             select (days, next, isLate)).ArrayOf(5)
        from lastDay in Gen.Choose(0, 400)
        select (charge, steps, lastDay);

    private static Gen<RecurringCharge> Charges(string currency) =>
        from day in Gen.Choose(0, 1_500)
        from interval in Gen.Elements(Enum.GetValues<Term>())
        from quantity in Gen.Choose(1, 500)
        from minorUnits in Gen.Choose(0, 1_000_000)
        select new RecurringCharge(new Anchor(new DateOnly(2024, 1, 1).AddDays(day), interval), 0, quantity, Agreed(minorUnits, currency));

    private static Money Sum(RecurringCharge charge, IEnumerable<ChargeLine> lines) =>
        lines.Aggregate(Money.Zero(charge.Price.Unit.Currency), (sum, line) => sum + line.Amount);

    private static RecurringCharge Monthly(long cents, int quantity = 1) => new(new Anchor(NewYear, Term.Month), 0, quantity, Agreed(cents, "USD"));

    private static RecurringCharge Charged(RecurringCharge charge) => charge with { NextPeriod = 1 };

    private static PinnedPrice Agreed(long minorUnits, string currency) => new(new Money(minorUnits, Currency.Parse(currency)), PriceSource.Agreed, 1);
}
