using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class TaxTests
{
    private static readonly Dictionary<(string Country, string TaxCode), decimal> Rates = new()
    {
        [("DE", "standard")] = 19m,
        [("DE", "reduced")] = 7m,
        [("FR", "standard")] = 20m,
    };

    [Theory]
    [InlineData("DE", null, "standard", 19)]
    [InlineData("DE", "DE811569869", "standard", 19)]
    [InlineData("DE", null, "reduced", 7)]
    [InlineData("DE", null, "books", 0)]
    [InlineData("FR", null, "standard", 20)]
    [InlineData("FR", "not a tax id", "standard", 20)]
    [InlineData("FR", "FR40303265045", "standard", 0)]
    [InlineData("US", null, "standard", 0)]
    [InlineData(null, "FR40303265045", "standard", 0)]
    public void On_BuyerAndProduct_TakeTheSellersRateForThem(string? buyerCountry, string? taxId, string code, int percent) =>
        Assert.Equal(percent, new TaxContext("DE", buyerCountry, taxId, Rates).On(code).Percent);

    [Theory]
    [InlineData("DE", "FR", "FR40303265045", true)]
    [InlineData("DE", "FR", null, false)]
    [InlineData("DE", "FR", "FR4030326504", false)]
    [InlineData("DE", "DE", "DE811569869", false)]
    [InlineData(null, "FR", "FR40303265045", false)]
    public void IsReverseCharge_OnlyAcrossCountriesWithAValidTaxId(string? seller, string? buyer, string? taxId, bool expected) =>
        Assert.Equal(expected, new TaxContext(seller, buyer, taxId, Rates).IsReverseCharge);

    [Theory]
    [InlineData("DE", "DE 811 569 869", true)]
    [InlineData("DE", "811569869", true)]
    [InlineData("DE", "DE81156986", false)]
    [InlineData("AT", "ATU12345678", true)]
    [InlineData("AT", "12345678", false)]
    [InlineData("GR", "EL123456789", true)]
    [InlineData("NL", "nl004495445b01", true)]
    [InlineData("ES", "ESX1234567L", true)]
    [InlineData("US", "12-3456789", true)]
    [InlineData("US", "1234", false)]
    [InlineData("US", "ABCDEF", false)]
    [InlineData("FR", "FR40303265045<", false)]
    [InlineData("FR", "", false)]
    public void IsWellFormed_PublishedForms_AreHeldAgainstTheId(string country, string taxId, bool expected) =>
        Assert.Equal(expected, TaxIds.IsWellFormed(country, taxId));

    [Theory]
    [InlineData(50, "1", 0)]
    [InlineData(150, "1", 2)]
    [InlineData(-50, "1", 0)]
    [InlineData(-150, "1", -2)]
    [InlineData(1000, "8.875", 89)]
    [InlineData(2000, "19", 380)]
    public void Of_HalfAUnit_GoesToTheEvenOne(long net, string percent, long tax) =>
        Assert.Equal(tax, new AppliedTax(decimal.Parse(percent)).Of(new Money(net, Currency.Parse("USD"))).MinorUnits);

    [Fact]
    public void Of_ACredit_IsTheChargesTaxWithTheOtherSign() =>
        Prop.ForAll(Amounts().ToArbitrary(), made =>
        {
            var (net, rate) = made;
            var exact = (decimal)net.MinorUnits * rate.Percent / 100;
            return rate.Of(-net) == -rate.Of(net) && Math.Abs(rate.Of(net).MinorUnits - exact) <= 0.5m;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<(Money Net, AppliedTax Rate)> Amounts() =>
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from minorUnits in Gen.Choose(0, int.MaxValue)
        from rate in Gen.Choose(0, 100_000)
        select (new Money(minorUnits, Currency.Parse(currency)), new AppliedTax(rate / 1000m));
}
