using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class PriceBookRulesTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void InForce_BeforeTheFirstVersion_IsNone() => Assert.Null(new[] { Version(1, Now.AddDays(1)) }.InForce(Now));

    [Fact]
    public void InForce_LaterVersion_CountsFromItsDate()
    {
        DatedRule[] versions = [Version(1, Now), Version(2, Now.AddDays(5))];

        Assert.Equal([1, 2], new[] { versions.InForce(Now.AddDays(5).AddTicks(-1))!.Version, versions.InForce(Now.AddDays(5))!.Version });
    }

    [Fact]
    public void InForce_RetiredVersion_IsNone() => Assert.Null(new[] { Version(1, Now), new DatedRule(Now, 2, null) }.InForce(Now));

    [Fact]
    public void InForce_VersionsInAnyOrder_IsTheSameRule() =>
        Prop.ForAll(Gen.Choose(0, 6).ArrayOf(12).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (days, today) =>
        {
            var versions = days.Select((day, index) => Version(index + 1, Now.AddDays(day))).ToArray();
            var shuffled = versions.ToArray();
            new Random(today).Shuffle(shuffled);
            return versions.InForce(Now.AddDays(today)) == shuffled.InForce(Now.AddDays(today));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Check_OperatorsPriceForOneReseller_Passes() => Assert.Null(PriceBookRules.Check(Draft(PriceAudience.Resellers, isSpecial: true), Now, sellerIsOperator: true));

    [Fact]
    public void Check_OperatorsPriceForAllResellers_IsRefused() =>
        Assert.Equal("wholesale_price_is_published", PriceBookRules.Check(Draft(PriceAudience.Resellers, isSpecial: false), Now, sellerIsOperator: true)?.Code);

    [Fact]
    public void Check_CommitmentThatEndsInsideAnInterval_IsRefused() =>
        Assert.Equal(
            "plan_length_not_whole_intervals",
            PriceBookRules.Check(Draft(PriceAudience.Customers, isSpecial: false) with { Terms = new(Dollar, Term.TwoYears, Term.ThreeYears) }, Now, false)?.Code);

    [Theory]
    [InlineData(PriceRuleKind.Fixed, long.MaxValue)]
    [InlineData(PriceRuleKind.Fixed, PriceLimit.MostMinorUnits + 1)]
    [InlineData(PriceRuleKind.MarkupAmount, long.MaxValue)]
    [InlineData(PriceRuleKind.MarkupAmount, long.MinValue)]
    public void Check_AmountBeyondWhatCanBeCharged_IsRefused(PriceRuleKind kind, long amount) =>
        Assert.Equal(
            "price_too_high",
            PriceBookRules.Check(Draft(PriceAudience.Customers, isSpecial: false) with { Kind = kind, Amount = new Money(amount, Dollar), BasisPoints = null }, Now, false)?.Code);

    [Fact]
    public void On_MarkupUponMarkup_EndsAtWhatCanBeCharged()
    {
        var hundredfold = new PriceRule(PriceRuleKind.MarkupPercent, null, PriceRule.MostBasisPoints, 1);
        var price = Enumerable.Range(0, 20).Aggregate(new Money(PriceLimit.MostMinorUnits, Dollar), (basis, _) => hundredfold.On(basis));

        Assert.Equal(PriceLimit.MostMinorUnits, price.MinorUnits);
        // The longest order of the most units, and as much tax again.
        Assert.Equal(2_000_000_000_000_000_000, (price * RequestRules.MostUnits * OrderRules.MostLines * 2).MinorUnits);
    }

    [Fact]
    public void Check_PercentageAndAmountAtOnce_IsRefused() =>
        Assert.Equal(
            "basis_points_required",
            PriceBookRules.Check(Draft(PriceAudience.Customers, isSpecial: false) with { Kind = PriceRuleKind.MarkupPercent, BasisPoints = 100 }, Now, false)?.Code);

    private static DatedRule Version(int number, DateTimeOffset from) =>
        new(from, number, new PriceRule(PriceRuleKind.Fixed, new Money(number, Dollar), 0, number));

    private static PriceRuleDraft Draft(PriceAudience audience, bool isSpecial) =>
        new(new PriceTerms(Dollar, Term.Month, Term.Month), PriceRuleKind.Fixed, new Money(100, Dollar), null, Now, audience, isSpecial);
}
