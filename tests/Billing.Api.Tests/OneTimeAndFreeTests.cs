using System.Net;

namespace Billing.Api.Tests;

/// <summary>What is paid once, and what costs nothing.</summary>
public sealed class OneTimeAndFreeTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "B5")]
    [Trait("Checklist", "B8")]
    public async Task Sale_OfAOneTimeProduct_IsChargedOnceOnEveryEdge()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var setup = await (await sale.Operator.Post("products", Products.WithFees("Setup", "oneTime"))).Read<ProductAnswer>(HttpStatusCode.Created);
        var request = await (await sale.Seller.Post("requests", sale.Proposal("20.00", quantity: 2, productId: setup.Id, interval: "year"))).Read<RequestAnswer>(HttpStatusCode.Created);
        var approved = await (await sale.Buyer.Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(400));

        var invoice = Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        var line = Assert.Single((await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Lines!);
        Assert.Equal(("oneTimeCharge", "oneTime", "40.00"), (request.Type, invoice.Type, invoice.AmountDue.Amount));
        Assert.Equal("20.00 USD × 2 = 40.00 USD", line.Formula);
        Assert.Equal(("oneTime", "10.00"), Of(Assert.Single(await sale.Operator.List<InvoiceAnswer>("invoices"))));
        await sale.Seller.Post($"subscriptions/{approved.SubscriptionId}/change-requests", new { quantity = 3 }).AssertProblem(HttpStatusCode.Conflict, "one_time_charge_does_not_change");
        await sale.Seller.Post($"subscriptions/{approved.SubscriptionId}/cancellation-requests", new { }).AssertProblem(HttpStatusCode.Conflict, "one_time_charge_does_not_change");
    }

    /// <summary>A known failure of other systems: a plan for nothing.</summary>
    [Fact]
    [Trait("Checklist", "B8")]
    public async Task Sale_OfAFreePlan_IsInvoicedAsNothingAndPaidAtOnce()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var free = await (await sale.Operator.Post("products", Products.Good(recommended: "0.00", wholesale: "0.00", name: "Free"))).Read<ProductAnswer>(HttpStatusCode.Created);
        var special = new { productId = free.Id, kind = "markupPercent", connectionId = sale.ContosoConnection, basisPoints = -10_000, currency = "USD" };
        (await sale.Seller.Post("price-books/entries", special)).EnsureSuccessStatusCode();
        (await sale.Seller.GetAsync($"{Answers.Root}/price-books/preview?connectionId={sale.ContosoConnection}&productId={free.Id}&currency=USD")).EnsureSuccessStatusCode();
        var request = await (await sale.Seller.Post("requests", sale.Proposal("0.00", productId: free.Id))).Read<RequestAnswer>(HttpStatusCode.Created);
        var approved = await (await sale.Buyer.Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(40));

        Assert.Equal("active", (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{approved.SubscriptionId}")).Status);
        var invoices = await sale.Buyer.List<InvoiceAnswer>("invoices");
        Assert.Equal(2, invoices.Count);
        Assert.All(invoices, invoice => Assert.Equal(("paid", "0.00", "0.00"), (invoice.Status, invoice.AmountDue.Amount, invoice.AmountPaid.Amount)));
        Assert.False(request.Margin!.BelowWholesale);
        Assert.True((await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan")).GoodStanding);
    }

    private static (string Type, string Amount) Of(InvoiceAnswer invoice) => (invoice.Type, invoice.AmountDue.Amount);
}
