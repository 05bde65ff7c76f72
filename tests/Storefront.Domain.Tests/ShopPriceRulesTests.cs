using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Storefront.Domain.Tests;

public sealed class ShopPriceRulesTests
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PriceTerms Monthly = new("USD", Term.Month, Term.Month);

    [Fact]
    public void Resolve_NothingTold_IsNull() => Assert.Null(ShopPriceRules.Resolve(new([], [], []), Monthly, Day));

    [Fact]
    public void Resolve_NoPriceBook_IsTheRecommendedPrice() => AssertPrice("25.00", "25.00", [Step(2500)], [], []);

    [Fact]
    public void Resolve_ListPrice_ReplacesTheRecommendedOne() => AssertPrice("30.00", "30.00", [Step(2500)], [Step(3000)], []);

    [Fact]
    public void Resolve_SpecialPrice_IsChargedAndTheListPriceShown() => AssertPrice("30.00", "20.00", [Step(2500)], [Step(3000)], [Step(2000)]);

    [Fact]
    public void Resolve_SpecialPriceOnTheRecommendedOne_IsChargedToo() => AssertPrice("25.00", "20.00", [Step(2500)], [], [Step(2000)]);

    [Fact]
    public void Resolve_SpecialAboveList_ShowsNoNegativeDiscount() => AssertPrice("40.00", "40.00", [Step(2500)], [Step(3000)], [Step(4000)]);

    [Fact]
    public void Resolve_SpecialWithoutAList_IsBoth() => AssertPrice("20.00", "20.00", [], [], [Step(2000)]);

    [Fact]
    public void Resolve_SpecialThatSaysThereIsNone_IsNull() => Assert.Null(ShopPriceRules.Resolve(new([Step(2500)], [Step(3000)], [Step(null)]), Monthly, Day));

    [Fact]
    public void Resolve_ListPriceTakenBack_IsNotTheRecommendedOne() =>
        Assert.Null(ShopPriceRules.Resolve(new([Step(2500)], [Step(3000, Day.AddDays(-9)), Step(null, Day)], []), Monthly, Day));

    [Fact]
    public void Resolve_StepsToCome_DoNotCountYet() =>
        AssertPrice("30.00", "20.00", [], [Step(3000, Day), Step(9000, Day.AddTicks(1))], [Step(2000, Day.AddDays(-1)), Step(100, Day.AddDays(1))]);

    [Fact]
    public void Resolve_OtherTerms_AreOtherPrices()
    {
        var yearly = new PriceStep("USD", Term.Year, Term.Year, 20000, Day);
        var euros = new PriceStep("EUR", Term.Month, Term.Month, 100, Day);

        Assert.Null(ShopPriceRules.Resolve(new([yearly, euros], [], []), Monthly, Day));
        Assert.Equal(["1.00 EUR", "200.00 USD"], ShopPriceRules.All(new([yearly, euros], [], []), Day).Select(price => price.Final.ToString()));
    }

    [Fact]
    public void Resolve_SellerIsNotSuppliedForTheTerms_IsNull()
    {
        var (list, special) = (Step(3000), Step(2000));
        PriceTimelines Supplied(params IReadOnlyList<ResaleTerms> terms) => new([Step(2500)], [list], [special], terms);

        Assert.Null(ShopPriceRules.Resolve(Supplied(), Monthly, Day));
        Assert.Null(ShopPriceRules.Resolve(Supplied(new ResaleTerms("USD", Term.Month, Term.Year, Day.AddYears(-1))), Monthly, Day));
        Assert.Null(ShopPriceRules.Resolve(Supplied(new ResaleTerms("USD", Term.Month, Term.Month, Day.AddTicks(1))), Monthly, Day));
        Assert.Empty(ShopPriceRules.All(Supplied(), Day));
        Assert.Equal("20.00 USD", ShopPriceRules.Resolve(Supplied(new ResaleTerms("USD", Term.Month, Term.Month, Day)), Monthly, Day)?.Final.ToString());
    }

    [Fact]
    public void IsForgotten_OwnPricesThatBeganLater_SayNothingOfBefore()
    {
        Assert.False(ShopPriceRules.IsForgotten([], Monthly, Day));
        Assert.False(ShopPriceRules.IsForgotten([Step(3000, Day)], Monthly, Day));
        Assert.False(ShopPriceRules.IsForgotten([new PriceStep("EUR", Term.Month, Term.Month, 100, Day.AddDays(1))], Monthly, Day));
        Assert.True(ShopPriceRules.IsForgotten([Step(3000, Day.AddTicks(1))], Monthly, Day));
    }

    /// <summary>Whatever was told in whatever order: what is shown adds up, and is in force.</summary>
    [Fact]
    public void Resolve_AnyTimelines_AddsUpAndNeverLooksAhead() =>
        Prop.ForAll(
            Timelines.ToArbitrary(),
            timelines =>
            {
                var past = new PriceTimelines(Past(timelines.Recommended), Past(timelines.List), Past(timelines.Special));
                var now = ShopPriceRules.Resolve(timelines, Monthly, Day);
                var all = ShopPriceRules.All(timelines, Day);
                return now == ShopPriceRules.Resolve(past, Monthly, Day)
                    && (now is null ? all.Count == 0 : all.Single() == now)
                    && (now is null || (!now.Discount.IsNegative && now.List - now.Discount == now.Final));
            }).QuickCheckThrowOnFailure();

    /// <summary>What is told in another order is the same price, as long as no two steps begin at one moment.</summary>
    [Fact]
    public void Resolve_StepsInAnotherOrder_AreTheSamePrice() =>
        Prop.ForAll(
            Timelines.ToArbitrary(),
            timelines => ShopPriceRules.Resolve(timelines, Monthly, Day)
                == ShopPriceRules.Resolve(
                    new PriceTimelines([.. timelines.Recommended.Reverse()], [.. timelines.List.Reverse()], [.. timelines.Special.Reverse()]), Monthly, Day)).QuickCheckThrowOnFailure();

    private static Gen<PriceTimelines> Timelines =>
        from recommended in Steps
        from list in Steps
        from special in Steps
        select new PriceTimelines(recommended, list, special);

    private static Gen<IReadOnlyList<PriceStep>> Steps =>
        from days in Gen.Choose(-5, 5).ArrayOf()
        from amounts in Gen.Choose(-1, 500).ArrayOf(11)
        select (IReadOnlyList<PriceStep>)[.. days.Distinct().Select(day => Step(amounts[day + 5] < 0 ? null : amounts[day + 5], Day.AddDays(day)))];

    private static PriceStep Step(long? minorUnits, DateTimeOffset? from = null) => new("USD", Term.Month, Term.Month, minorUnits, from ?? Day.AddYears(-1));

    private static IReadOnlyList<PriceStep> Past(IReadOnlyList<PriceStep> steps) => [.. steps.Where(step => step.From <= Day)];

    private static void AssertPrice(string list, string final, PriceStep[] recommended, PriceStep[] own, PriceStep[] special)
    {
        var price = ShopPriceRules.Resolve(new(recommended, own, special), Monthly, Day);

        Assert.Equal((Money.Parse(list, "USD"), Money.Parse(final, "USD")), (price!.List, price.Final));
    }
}
