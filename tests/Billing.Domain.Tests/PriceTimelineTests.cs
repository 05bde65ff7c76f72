using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class PriceTimelineTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_PastPresentAndFuture_BeginsWithWhatIsInForce()
    {
        var steps = PriceTimeline.Of([Price(-20, 1, 1_000), Price(-10, 2, 2_000), Price(5, 3, 3_000)], [], [], Now);

        Assert.Equal([(Now.AddDays(-10), 2_000L), (Now.AddDays(5), 3_000L)], steps.Select(step => (step.From, step.Price!.Final.Unit.MinorUnits)));
    }

    [Fact]
    public void Of_SpecialThatIsRetired_GoesBackToTheListPrice()
    {
        var steps = PriceTimeline.Of([Price(-20, 1, 1_000)], [], [Rule(-5, 1, 700), new DatedRule(Now.AddDays(5), 2, null)], Now);

        Assert.Equal([(700L, 300L), (1_000L, 0L)], steps.Select(step => (step.Price!.Final.Unit.MinorUnits, step.Price.Discount.MinorUnits)));
    }

    [Fact]
    public void Of_NoPriceAtAll_IsEmpty() => Assert.Empty(PriceTimeline.Of([], [], [], Now));

    [Fact]
    public void Of_AnyVersions_SaysAtEachMomentWhatResolvingThenSays() =>
        Prop.ForAll(Gen.Choose(-5, 5).ArrayOf(6).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), (days, later) =>
        {
            var recommended = days[..3].Select((day, index) => Price(day, index + 1, 1_000 + index)).ToList();
            var general = days[3..].Select((day, index) => Rule(day, index + 1, 2_000 + index)).ToList();
            var moment = Now.AddDays(later);
            var told = PriceTimeline.Of(recommended, general, [], Now).LastOrDefault(step => step.From <= moment)?.Price;
            return told == PriceTimeline.Of(recommended, general, [], moment).FirstOrDefault(step => step.From <= moment)?.Price;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static DatedPrice Price(int day, int number, long cents) => new(Now.AddDays(day), number, new Money(cents, Dollar));

    private static DatedRule Rule(int day, int number, long cents) =>
        new(Now.AddDays(day), number, new PriceRule(PriceRuleKind.Fixed, new Money(cents, Dollar), 0, number));
}
