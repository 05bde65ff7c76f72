using System.Net;
using Billing.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>From first use to the first invoices, and on.</summary>
public sealed class TrialAndInvoiceTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "O13")]
    [Trait("Checklist", "O14")]
    [Trait("Checklist", "B8")]
    [Trait("Checklist", "B9")]
    public async Task Clock_PastTheTrial_InvoicesTheCustomerAndWholesaleThePartnerOnceEach()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var issued = await billing.Service.ListenAsync<InvoiceIssued>();
        var subscription = await sale.SellAsync();
        var used = (await sale.UseAsync(subscription.Id)).Subscription;
        Assert.Equal(used.FirstUsedAt!.Value.AddDays(14), used.TrialEndsAt);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(13));
        Assert.Empty(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        Assert.Empty(await sale.Seller.List<InvoiceAnswer>("invoices"));

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(2));
        var active = await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription.Id}");
        Assert.Equal(("active", used.TrialEndsAt), (active.Status, active.BilledFrom));

        var retail = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}");
        var trialEnd = DateOnly.FromDateTime(used.TrialEndsAt!.Value.UtcDateTime);
        Assert.Equal(("INV-000001", "subscription", "unpaid", "PO-7781"), (retail.Number, retail.Type, retail.Status, retail.ReferenceNumber));
        Assert.Equal((MoneyAnswer.Dollars("20.00"), MoneyAnswer.Dollars("0.00")), (retail.AmountDue, retail.AmountPaid));
        Assert.Equal((trialEnd, trialEnd.AddDays(14)), (retail.IssuedOn, retail.DueOn));
        Assert.Equal((sale.Northwind.Id, sale.Contoso.Id, sale.ContosoConnection), (retail.SellerId, retail.BuyerId, retail.ConnectionId));

        var wholesale = Assert.Single(await sale.Operator.List<InvoiceAnswer>("invoices"));
        Assert.Equal((MoneyAnswer.Dollars("10.00"), sale.NorthwindConnection, sale.Northwind.Id), (wholesale.AmountDue, wholesale.ConnectionId, wholesale.BuyerId));
        Assert.Equal(2, (await sale.Seller.List<InvoiceAnswer>("invoices")).Count);
        Assert.Equal("20.00", (await issued.WaitAsync(fact => fact.Invoice.Id == retail.Id)).Invoice.AmountDue.Amount);
    }

    [Fact]
    [Trait("Checklist", "X5")]
    public async Task Lines_OfBothInvoices_ExplainThemselvesAndShowNoDownstreamPrice()
    {
        var sale = await Sale.OpenAsync(billing);
        await Billed(sale, quantity: 3);

        var retail = Assert.Single((await Only(sale.Buyer)).Lines!);
        var days = retail.PeriodEnd.DayNumber - retail.PeriodStart.DayNumber;
        Assert.Equal(("Call recording", null, 3, "agreed", 1), (retail.ProductName, retail.EndAccountName, retail.Quantity, retail.PriceSource, retail.PriceVersion));
        Assert.Equal((retail.PeriodStart.AddMonths(1), days, days), (retail.PeriodEnd, retail.Days, retail.PeriodDays));
        Assert.Equal($"20.00 USD × 3 × {days}/{days} days = 60.00 USD", retail.Formula);

        var invoice = await Only(sale.Operator);
        var wholesale = Assert.Single(invoice.Lines!);
        Assert.Equal(("Call recording", "Contoso", 1, "wholesale"), (wholesale.ProductName, wholesale.EndAccountName, wholesale.Quantity, wholesale.PriceSource));
        Assert.Equal(MoneyAnswer.Dollars("10.00"), wholesale.Amount);
        using var body = await sale.Operator.GetAsync($"{Answers.Root}/invoices/{invoice.Id}");
        (await body.Content.ReadAsStringAsync()).AssertHides("20.00");
    }

    [Fact]
    [Trait("Checklist", "B11")]
    public async Task Clock_NeverUsed_ChargesWholesaleFrom21DaysAfterActivationAndNothingToTheCustomer()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(20));
        Assert.Empty(await sale.Operator.List<InvoiceAnswer>("invoices"));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(2));

        var wholesale = await Only(sale.Operator);
        Assert.Equal(DateOnly.FromDateTime(subscription.BoughtAt.AddDays(21).UtcDateTime), wholesale.IssuedOn);
        Assert.Empty(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        Assert.Equal("trial", (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription.Id}")).Status);
    }

    [Fact]
    [Trait("Checklist", "B11")]
    public async Task Suspend_InTheTrial_StillChargesWholesaleInFullAndResumesAsWhatItHasBecome()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        var suspended = await (await sale.Seller.Post($"subscriptions/{subscription.Id}/suspend")).Read<SubscriptionAnswer>();
        Assert.Equal("suspended", suspended.Status);
        await sale.Buyer.Post($"subscriptions/{subscription.Id}/resume").AssertProblem(HttpStatusCode.Forbidden, "only_seller_suspends");

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(50));

        Assert.Equal(2, (await sale.Operator.List<InvoiceAnswer>("invoices")).Count(invoice => invoice.AmountDue == MoneyAnswer.Dollars("10.00")));
        Assert.Equal("suspended", (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription.Id}")).Status);
        Assert.Equal("active", (await (await sale.Seller.Post($"subscriptions/{subscription.Id}/resume")).Read<SubscriptionAnswer>()).Status);
        await sale.Seller.Post($"subscriptions/{subscription.Id}/resume").AssertProblem(HttpStatusCode.Conflict, "subscription_resume_not_allowed");
    }

    [Fact]
    public async Task Clock_SeveralMonths_ChargesEachPeriodOnceWithoutGapOrOverlap()
    {
        var sale = await Sale.OpenAsync(billing);
        await Billed(sale);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(100));

        foreach (var (payer, amount) in ((HttpClient, string)[])[(sale.Buyer, "20.00"), (sale.Operator, "10.00")])
        {
            var invoices = (await payer.List<InvoiceAnswer>("invoices")).OrderBy(invoice => invoice.Number, StringComparer.Ordinal).ToList();
            Assert.Equal(4, invoices.Count);
            var lines = new List<LineAnswer>();
            foreach (var invoice in invoices)
            {
                lines.Add(Assert.Single((await payer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Lines!));
            }

            Assert.All(lines, line => Assert.Equal(MoneyAnswer.Dollars(amount), line.Amount));
            Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal(pair.First.PeriodEnd, pair.Second.PeriodStart));
            Assert.Equal(invoices.Select(invoice => invoice.Number), Enumerable.Range(1, 4).Select(number => $"INV-{number:D6}"));
        }
    }

    [Fact]
    public async Task FirstUse_OfOneOfTwo_StartsTheOneTrialOfTheConnectionForBothAndOneInvoiceEndsIt()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var started = await billing.Service.ListenAsync<TrialStarted>();
        var first = await sale.SellAsync("20.00");
        var second = await sale.SellAsync("30.00");

        var used = (await sale.UseAsync(second.Id)).Subscription;
        Assert.Equal(used.TrialEndsAt, (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{first.Id}")).TrialEndsAt);
        await started.WaitAsync(fact => fact.Subscription.Id == first.Id && fact.Subscription.TrialEndsAt == used.TrialEndsAt);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        var invoice = await Only(sale.Buyer);
        Assert.Equal((MoneyAnswer.Dollars("50.00"), 2), (invoice.AmountDue, invoice.Lines!.Count));
    }

    [Fact]
    public async Task Approve_AfterTheConnectionsTrial_IsActiveAndBilledAtOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        await Billed(sale);

        var late = await sale.SellAsync("7.00");
        await sale.Channel.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal(("active", late.BoughtAt), (late.Status, late.BilledFrom));
        Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"), invoice => invoice.AmountDue == MoneyAnswer.Dollars("7.00"));
        Assert.Equal(2, (await sale.Operator.List<InvoiceAnswer>("invoices")).Count);
    }

    [Fact]
    public async Task Clock_FreePlan_InvoiceIsPaidFromTheStart()
    {
        var sale = await Sale.OpenAsync(billing);

        await Billed(sale, price: "0.00");

        var invoice = await Only(sale.Buyer);
        Assert.Equal(("paid", MoneyAnswer.Dollars("0.00")), (invoice.Status, invoice.AmountDue));
        Assert.Equal(MoneyAnswer.Dollars("10.00"), (await Only(sale.Operator)).AmountDue);
    }

    [Fact]
    public async Task PublishPrice_AfterTheSale_LeavesItsWholesaleAtItsVersion()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.SellAsync();
        var dearer = new { book = "wholesale", price = new { amount = "15.00", currency = "USD" }, interval = "month", planLength = "month" };
        (await sale.Operator.Post($"products/{sale.ProductId}/prices", dearer)).EnsureSuccessStatusCode();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(22));

        var line = Assert.Single((await Only(sale.Operator)).Lines!);
        Assert.Equal((MoneyAnswer.Dollars("10.00"), 1), (line.UnitPrice, line.PriceVersion));
    }

    [Fact]
    public async Task Invoice_SellerFarFromGreenwich_IsDatedInItsCalendar()
    {
        var sale = await Sale.OpenAsync(billing, timeZone: "Pacific/Kiritimati");
        var subscription = await sale.SellAsync();
        var used = (await sale.UseAsync(subscription.Id)).Subscription;

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal(DateOnly.FromDateTime(used.TrialEndsAt!.Value.UtcDateTime.AddHours(14)), (await Only(sale.Buyer)).IssuedOn);
        Assert.Equal(DateOnly.FromDateTime(used.TrialEndsAt.Value.UtcDateTime), (await Only(sale.Operator)).IssuedOn);
    }

    [Fact]
    public async Task BillConnection_RunAgainForAnInstantThatWasBilled_ChargesNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        await Billed(sale);
        var put = await billing.Service.CountAsync($$"""
            WITH again AS (
                INSERT INTO platform.due_work (realm_id, kind, key, due_at, payload)
                SELECT realm_id, 'bill-connection', 'again', issued_at, '{"connectionId":"' || connection_id || '"}'
                FROM invoices WHERE connection_id = '{{sale.ContosoConnection}}' RETURNING 1)
            SELECT count(*) FROM again
            """);
        Assert.Equal(1, put);

        await sale.Channel.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM platform.due_work WHERE realm_id = '{sale.Channel.RealmId}' AND key = 'again'"));
        Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
    }

    private static async Task Billed(Sale sale, int quantity = 1, string price = "20.00")
    {
        var subscription = await sale.SellAsync(price, quantity);
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
    }

    private static async Task<InvoiceAnswer> Only(HttpClient client) =>
        await client.Get<InvoiceAnswer>($"invoices/{Assert.Single(await client.List<InvoiceAnswer>("invoices")).Id}");
}
