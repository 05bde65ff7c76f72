using System.Net;
using System.Net.Http.Json;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "X21")]
public sealed class TaxTests(BillingService billing)
{
    [Fact]
    public async Task Invoice_BuyerInACountryWithARate_IsTaxedPerLineAndTheMarginIsNet()
    {
        var sale = await Sale.OpenAsync(billing);
        await SetAsync(sale.Seller, Rate("US", "standard", 8.875m), Rate("DE", "standard", 19m));
        await BilledAsync(sale);

        var retail = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}");
        Assert.Equal(
            (MoneyAnswer.Dollars("20.00"), MoneyAnswer.Dollars("1.78"), MoneyAnswer.Dollars("21.78"), null), (retail.Net, retail.Tax, retail.AmountDue, retail.TaxNote));
        var line = Assert.Single(retail.Lines!);
        Assert.Equal((8.875m, MoneyAnswer.Dollars("1.78"), MoneyAnswer.Dollars("21.78")), (line.TaxPercent, line.Tax, line.Gross));
        // The operator has set no rate of its own.
        Assert.Equal(MoneyAnswer.Dollars("10.00"), Assert.Single(await sale.Operator.List<InvoiceAnswer>("invoices")).AmountDue);
        Assert.Equal(MoneyAnswer.Dollars("10.00"), Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins")).Margin);
    }

    [Fact]
    public async Task Set_AfterIssue_ChangesNothingThatWasIssued()
    {
        var sale = await Sale.OpenAsync(billing);
        await SetAsync(sale.Seller, Rate("US", "standard", 10m));
        await BilledAsync(sale);
        await SetAsync(sale.Seller, Rate("US", "standard", 20m));

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(31));

        Assert.Equal(["22.00", "24.00"], (await sale.Buyer.List<InvoiceAnswer>("invoices")).Select(invoice => invoice.AmountDue.Amount).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DE", "DE811569869", "20.00", true)]
    [InlineData("DE", "DE81156986", "23.80", false)]
    [InlineData("DE", null, "23.80", false)]
    [InlineData("US", "12-3456789", "22.00", false)]
    public async Task Invoice_AcrossCountries_IsReverseChargedToABusinessAlone(string country, string? taxId, string due, bool reverseCharge)
    {
        var sale = await Sale.OpenAsync(billing, country: country, taxId: taxId);
        await SetAsync(sale.Seller, Rate("US", "standard", 10m), Rate("DE", "standard", 19m));
        await BilledAsync(sale);

        var invoice = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}");

        Assert.Equal((due, reverseCharge), (invoice.AmountDue.Amount, invoice.TaxNote is not null));
    }

    [Fact]
    public async Task Set_Table_IsReplacedWholeAndSeenByItsOwnerAlone()
    {
        var sale = await Sale.OpenAsync(billing);
        await SetAsync(sale.Seller, Rate("US", "standard", 10m), Rate("DE", "reduced", 7m));
        await SetAsync(sale.Seller, Rate("DE", "standard", 19m));

        Assert.Equal([new TaxRateAnswer("DE", "standard", 19m)], (await sale.Seller.Get<TaxRatesAnswer>("tax-rates")).Rates);
        Assert.Empty((await sale.Operator.Get<TaxRatesAnswer>("tax-rates")).Rates);
        Assert.Empty((await sale.Buyer.Get<TaxRatesAnswer>("tax-rates")).Rates);
    }

    [Fact]
    public async Task Set_WhatIsWrong_IsRefusedAndTheTableStays()
    {
        var sale = await Sale.OpenAsync(billing);
        await SetAsync(sale.Seller, Rate("US", "standard", 10m));

        await Put(sale.Seller, Rate("US", "standard", 100.001m)).AssertProblem(HttpStatusCode.BadRequest, "invalid_percent", "rates[0].percent");
        await Put(sale.Seller, Rate("US", "standard", 1.0001m)).AssertProblem(HttpStatusCode.BadRequest, "invalid_percent", "rates[0].percent");
        await Put(sale.Seller, Rate("us", "standard", 1m)).AssertProblem(HttpStatusCode.BadRequest, "unknown_country", "rates[0].country");
        await Put(sale.Seller, Rate("US", "", 1m)).AssertProblem(HttpStatusCode.BadRequest, "invalid_tax_code", "rates[0].taxCode");
        await Put(sale.Seller, Rate("US", "a", 1m), Rate("US", "a", 2m)).AssertProblem(HttpStatusCode.BadRequest, "duplicate_rate", "rates[1]");
        await Put(sale.Buyer, Rate("US", "standard", 1m)).AssertProblem(HttpStatusCode.Forbidden, "only_sellers_set_tax_rates");
        await Put(sale.Channel.As(sale.Northwind, Role.Sales), Rate("US", "standard", 1m)).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Equal([new TaxRateAnswer("US", "standard", 10m)], (await sale.Seller.Get<TaxRatesAnswer>("tax-rates")).Rates);
    }

    private static async Task BilledAsync(Sale sale)
    {
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
    }

    private static object Rate(string country, string taxCode, decimal percent) => new { country, taxCode, percent };

    private static async Task SetAsync(HttpClient seller, params object[] rates) => (await Put(seller, rates)).EnsureSuccessStatusCode();

    private static Task<HttpResponseMessage> Put(HttpClient seller, params object[] rates) => seller.PutAsJsonAsync($"{Answers.Root}/tax-rates", new { rates });
}

internal sealed record TaxRatesAnswer(IReadOnlyList<TaxRateAnswer> Rates);

internal sealed record TaxRateAnswer(string Country, string TaxCode, decimal Percent);
