using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "X3")]
public sealed class MarginTests(BillingService billing)
{
    [Fact]
    public async Task List_OneSale_SetsRetailAgainstWholesaleForThePartnerAlone()
    {
        var sale = await Sale.OpenAsync(billing);
        await BilledAsync(sale, await sale.SellAsync());

        var margin = Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins"));
        Assert.Equal(
            (MoneyAnswer.Dollars("20.00"), MoneyAnswer.Dollars("10.00"), MoneyAnswer.Dollars("10.00"), false),
            (margin.Retail, margin.Wholesale, margin.Margin, margin.BelowCost));
        Assert.Equal((sale.Contoso.Id, "Contoso", sale.ProductId, "Call recording"), (margin.CustomerId, margin.CustomerName, margin.ProductId, margin.ProductName));

        // The operator earns its wholesale fee on its own customer, and learns nothing of the retail price. Who buys only earns nothing.
        var operators = Assert.Single(await sale.Operator.List<MarginAnswerRow>("margins"));
        Assert.Equal((MoneyAnswer.Dollars("10.00"), MoneyAnswer.Dollars("0.00"), sale.Northwind.Id), (operators.Retail, operators.Wholesale, operators.CustomerId));
        Assert.Empty(await sale.Buyer.List<MarginAnswerRow>("margins"));
    }

    [Fact]
    public async Task List_WhatIsPaidOnce_IsOneLineOfBothSides()
    {
        var sale = await Sale.OpenAsync(billing, timeZone: "Pacific/Auckland");
        var setup = await sale.OneTimeAsync("Setup", "99.00");

        await sale.ExecuteAsync(billing, sale.Order(Ordering.Buy(setup, 1, "99.00")));
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(1));

        var margin = Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins"));
        Assert.Equal((MoneyAnswer.Dollars("99.00"), MoneyAnswer.Dollars("1.00"), MoneyAnswer.Dollars("98.00"), false), (margin.Retail, margin.Wholesale, margin.Margin, margin.BelowCost));
        Assert.Empty(await sale.Seller.List<MarginAnswerRow>("margins?belowCost=true"));
    }

    [Fact]
    public async Task List_BelowCost_IsFoundByTheFilter()
    {
        var sale = await Sale.OpenAsync(billing);
        var cheap = await sale.SellAsync("8.00");
        await sale.SellAsync("20.00");
        await BilledAsync(sale, cheap);

        var below = Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins?belowCost=true"));
        Assert.Equal((cheap.Id, MoneyAnswer.Dollars("-2.00"), true), (below.SubscriptionId, below.Margin, below.BelowCost));
        Assert.Equal(MoneyAnswer.Dollars("10.00"), Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins?belowCost=false")).Margin);
        var totals = Assert.Single((await sale.Seller.Get<MarginTotalsAnswer>("margins/totals")).Totals);
        Assert.Equal((MoneyAnswer.Dollars("28.00"), MoneyAnswer.Dollars("20.00"), MoneyAnswer.Dollars("8.00")), (totals.Retail, totals.Wholesale, totals.Margin));
    }

    [Fact]
    public async Task List_FilteredByCustomerProductAndPeriod_ShowsTheRestOnlyAndTotalsFollow()
    {
        var sale = await Sale.OpenAsync(billing);
        await BilledAsync(sale, await sale.SellAsync());
        var start = Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins")).PeriodStart;

        foreach (var (filter, count) in ((string, int)[])
        [
            ($"customerId={sale.Contoso.Id}&productId={sale.ProductId}&from={start:yyyy-MM-dd}&to={start.AddDays(1):yyyy-MM-dd}", 1),
            ($"customerId={sale.Northwind.Id}", 0),
            ($"productId={Guid.CreateVersion7()}", 0),
            ($"from={start.AddDays(1):yyyy-MM-dd}", 0),
            ($"to={start:yyyy-MM-dd}", 0),
        ])
        {
            Assert.Equal(count, (await sale.Seller.List<MarginAnswerRow>($"margins?{filter}")).Count);
            Assert.Equal(count, (await sale.Seller.Get<MarginTotalsAnswer>($"margins/totals?{filter}")).Totals.Count);
        }
    }

    [Fact]
    public async Task List_UnusedTrial_ShowsTheWholesaleThatNobodyPaysFor()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.SellAsync();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(22));

        var margin = Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins"));
        Assert.Equal((MoneyAnswer.Dollars("0.00"), MoneyAnswer.Dollars("10.00"), true), (margin.Retail, margin.Wholesale, margin.BelowCost));
    }

    [Fact]
    public async Task List_SellersInFarTimeZones_MatchesThePeriodsThatAreMostlyTheSame()
    {
        var sale = await Sale.OpenAsync(billing, timeZone: "Pacific/Kiritimati");
        await BilledAsync(sale, await sale.SellAsync());
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(62));

        var margins = await sale.Seller.List<MarginAnswerRow>("margins");
        Assert.Equal(3, margins.Count);
        Assert.All(margins, margin => Assert.Equal(MoneyAnswer.Dollars("10.00"), margin.Margin));
    }

    [Fact]
    public async Task List_ThreeLevelsDeep_GivesEachSellerItsOwnMargin()
    {
        var sale = await Sale.OpenAsync(billing);
        var (reseller, _) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var (customer, connection) = await sale.Channel.ChildAsync(reseller, "Wingtip", OrganizationKind.Customer);
        var request = await (await sale.Channel.As(reseller).Post("requests", sale.Proposal("35.00", connectionId: connection))).Read<RequestAnswer>(System.Net.HttpStatusCode.Created);
        var approved = await (await sale.Channel.As(customer).Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();
        await sale.Channel.As(customer).Post($"subscriptions/{approved.SubscriptionId}/usage", new { eventId = "1", kind = "call", quantity = 1 });

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal(("35.00", "10.00", "25.00"), Amounts(Assert.Single(await sale.Channel.As(reseller).List<MarginAnswerRow>("margins"))));
        Assert.Equal(("10.00", "10.00", "0.00"), Amounts(Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins"))));
        Assert.Equal(("10.00", "0.00", "10.00"), Amounts(Assert.Single(await sale.Operator.List<MarginAnswerRow>("margins"))));
    }

    private static async Task BilledAsync(Sale sale, SubscriptionAnswer subscription)
    {
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
    }

    private static (string Retail, string Wholesale, string Margin) Amounts(MarginAnswerRow row) => (row.Retail.Amount, row.Wholesale.Amount, row.Margin.Amount);
}

internal sealed record MarginAnswerRow(
    Guid Id,
    Guid? SubscriptionId,
    Guid CustomerId,
    string CustomerName,
    Guid ProductId,
    string ProductName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    MoneyAnswer Retail,
    MoneyAnswer Wholesale,
    MoneyAnswer Margin,
    bool BelowCost);

internal sealed record MarginTotalsAnswer(IReadOnlyList<MarginSumAnswer> Totals);

internal sealed record MarginSumAnswer(MoneyAnswer Retail, MoneyAnswer Wholesale, MoneyAnswer Margin);
