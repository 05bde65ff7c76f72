using Primitives;

namespace Storefront.Domain.Tests;

public sealed class BasketRulesTests
{
    private static readonly ShopPrice Price = new(Money.Parse("25.00", "USD"), Money.Parse("20.00", "USD"), Term.Month, Term.Month);

    private static readonly BasketLineFacts Fine = new(
        IsOnOffer: true, ProductKind.Main, new QuantityLimits(2, 10), MinimumCommitment: null, Quantity: 3, Term.Month, Term.Year, BasketMain.None, Price);

    public static TheoryData<string?, BasketLineFacts> Lines => new()
    {
        { null, Fine },
        { null, Fine with { Quantity = 2 } },
        { null, Fine with { Quantity = 10 } },
        { null, Fine with { Kind = ProductKind.AddOn, Main = BasketMain.Known } },
        { null, Fine with { MinimumCommitment = Term.Year } },
        { "not_on_offer", Fine with { IsOnOffer = false, Price = null, Quantity = 0 } },
        { "price_unknown", Fine with { Price = null } },
        { "main_required", Fine with { Kind = ProductKind.AddOn } },
        { "main_mismatch", Fine with { Main = BasketMain.Known } },
        { "main_unknown", Fine with { Kind = ProductKind.AddOn, Main = BasketMain.Unknown } },
        { "quantity_too_small", Fine with { Quantity = 1 } },
        { "quantity_too_large", Fine with { Quantity = 11 } },
        { "quantity_too_large", Fine with { Limits = new QuantityLimits(1, null), Quantity = OrderRules.MostUnits + 1 } },
        { "plan_length_too_short", Fine with { MinimumCommitment = Term.TwoYears } },
        { "plan_length_not_whole_intervals", Fine with { Interval = Term.TwoYears, PlanLength = Term.ThreeYears } },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void ProblemOf_EachLine_IsTheFirstThatApplies(string? expected, BasketLineFacts line) => Assert.Equal(expected, BasketRules.ProblemOf(line)?.Code);

    [Fact]
    public void Totals_SeveralCurrencies_AddUpOnTheirOwn()
    {
        var euros = new ShopPrice(Money.Parse("5.00", "EUR"), Money.Parse("5.00", "EUR"), Term.Month, Term.Month);

        var totals = BasketRules.Totals([(Price, 3), (euros, 2), (Price, 1)]);

        Assert.Equal(
            [new BasketTotal(Money.Parse("10.00", "EUR"), Money.Parse("0.00", "EUR"), Money.Parse("10.00", "EUR")), new BasketTotal(Money.Parse("100.00", "USD"), Money.Parse("20.00", "USD"), Money.Parse("80.00", "USD"))],
            totals);
        Assert.All(totals, total => Assert.Equal(total.List - total.Discount, total.Total));
        Assert.Empty(BasketRules.Totals([]));
    }
}
