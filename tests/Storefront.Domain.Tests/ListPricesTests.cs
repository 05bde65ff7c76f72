using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

public sealed class ListPricesTests
{
    private static readonly DateTimeOffset Day = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Currency Dollars = Currency.Parse("USD");

    [Fact]
    public void InForce_NoPrices_IsNull() => Assert.Null(ListPrices.InForce([], Dollars, "month", Day));

    [Fact]
    public void InForce_OtherCurrencyIntervalOrLater_IsNull() =>
        Assert.Null(ListPrices.InForce([Price(10, currency: "EUR"), Price(11, interval: "year"), Price(12, from: Day.AddTicks(1))], Dollars, "month", Day));

    [Fact]
    public void InForce_SeveralVersions_IsTheLastThatHadBegun() =>
        Assert.Equal(new Money(20, Dollars), ListPrices.InForce([Price(20, from: Day), Price(10, from: Day.AddDays(-9)), Price(30, from: Day.AddDays(1))], Dollars, "month", Day));

    [Fact]
    public void InForce_SeveralCommitments_IsTheOneWithout() =>
        Assert.Equal(new Money(20, Dollars), ListPrices.InForce([Price(15, plan: "year"), Price(20, plan: "month")], Dollars, "month", Day));

    [Fact]
    public void InForce_LongerCommitmentsOnly_IsTheCheapest() =>
        Assert.Equal(new Money(15, Dollars), ListPrices.InForce([Price(18, plan: "year"), Price(15, plan: "threeYears")], Dollars, "month", Day));

    private static ListPrice Price(long minorUnits, string currency = "USD", string interval = "month", string plan = "month", DateTimeOffset? from = null) =>
        new(currency, interval, plan, minorUnits, from ?? Day.AddYears(-1));
}
