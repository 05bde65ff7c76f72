using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

[Trait("Checklist", "S14")]
public sealed class UpgradePeriodTests
{
    private static readonly ShopPrice[] Prices =
    [
        Price(Term.Month, Term.Month, "10.00"),
        Price(Term.Month, Term.Year, "9.00"),
        Price(Term.Year, Term.Year, "100.00"),
        Price(Term.Year, Term.ThreeYears, "90.00"),
        Price(Term.Month, Term.Month, "11.00", "EUR"),
    ];

    [Theory]
    [InlineData(null, Term.Month, Term.Month, null, "10.00")]
    [InlineData(null, Term.Month, Term.Year, null, "9.00")]
    [InlineData(null, Term.Month, Term.ThreeYears, null, "10.00")]
    [InlineData(null, Term.Month, Term.Month, Term.Quarter, "9.00")]
    [InlineData(null, Term.Quarter, Term.Quarter, null, null)]
    [InlineData(Term.Year, Term.Month, Term.Month, null, "100.00")]
    [InlineData(Term.Year, Term.Month, Term.ThreeYears, null, "90.00")]
    public void Choose_SellersInterval_IsThePriceOfTheBestFittingCommitment(Term? setting, Term interval, Term planLength, Term? minimum, string? expected) =>
        Assert.Equal(expected, new UpgradePeriod(setting).Choose(Prices, "USD", interval, planLength, minimum)?.Final.ToDecimalString());

    private static ShopPrice Price(Term interval, Term planLength, string amount, string currency = "USD") =>
        new(Money.Parse(amount, currency), Money.Parse(amount, currency), interval, planLength);
}
