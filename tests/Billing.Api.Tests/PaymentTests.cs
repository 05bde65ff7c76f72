using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "B8")]
public sealed class PaymentTests(BillingService billing)
{
    [Fact]
    public async Task Record_InParts_EndsPaidAndIsTold()
    {
        var (sale, invoice) = await InvoicedAsync();
        await using var paid = await billing.Service.ListenAsync<InvoicePaid>();

        var part = await Pay(sale.Seller, invoice.Id, "5.00");
        Assert.Equal(("unpaid", MoneyAnswer.Dollars("5.00")), (part.Status, part.AmountPaid));
        var rest = await Pay(sale.Seller, invoice.Id, "15.00");

        Assert.Equal(("paid", MoneyAnswer.Dollars("20.00")), (rest.Status, rest.AmountPaid));
        Assert.Equal("paid", (await paid.WaitAsync(fact => fact.Invoice.Id == invoice.Id)).Invoice.Status);
        await sale.Seller.Post($"invoices/{invoice.Id}/payments", Amount("0.01")).AssertProblem(HttpStatusCode.Conflict, "invoice_pay_rest_not_allowed");
    }

    [Fact]
    public async Task Record_WhatIsWrong_IsRefusedAndNothingIsPaid()
    {
        var (sale, invoice) = await InvoicedAsync();
        var path = $"invoices/{invoice.Id}/payments";

        await sale.Seller.Post(path, Amount("0.00")).AssertProblem(HttpStatusCode.BadRequest, "payment_not_positive");
        await sale.Seller.Post(path, Amount("20.00", "EUR")).AssertProblem(HttpStatusCode.BadRequest, "currency_mismatch");
        await sale.Buyer.Post(path, Amount("20.00")).AssertProblem(HttpStatusCode.Forbidden, "only_seller_records_payments");
        await sale.Operator.Post(path, Amount("20.00")).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Channel.As(sale.Northwind, Role.Sales).Post(path, Amount("20.00")).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Equal(MoneyAnswer.Dollars("0.00"), (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).AmountPaid);
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Record_RepeatedWithItsKey_CountsOnce()
    {
        var (sale, invoice) = await InvoicedAsync();

        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", Amount("8.00"), key: "transfer-1")).EnsureSuccessStatusCode();
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", Amount("8.00"), key: "transfer-1")).EnsureSuccessStatusCode();

        Assert.Equal(MoneyAnswer.Dollars("8.00"), (await sale.Seller.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).AmountPaid);
        await sale.Seller.Post($"invoices/{invoice.Id}/payments", Amount("9.00"), key: "transfer-1")
            .AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Record_ManyAtOnce_NeverTakesMoreThanIsDue()
    {
        var (sale, invoice) = await InvoicedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => sale.Seller.Post($"invoices/{invoice.Id}/payments", Amount("5.00"))));

        Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var after = await sale.Seller.Get<InvoiceAnswer>($"invoices/{invoice.Id}");
        Assert.Equal(("paid", MoneyAnswer.Dollars("20.00")), (after.Status, after.AmountPaid));
    }

    [Fact]
    [Trait("Checklist", "B18")]
    public async Task Clock_PastTheDueDate_IsOverdueAndTheConnectionNotInGoodStandingUntilPaid()
    {
        var (sale, invoice) = await InvoicedAsync();
        await using var overdue = await billing.Service.ListenAsync<InvoiceOverdue>();
        var plan = $"connections/{sale.ContosoConnection}/plan";
        Assert.True((await sale.Seller.Get<PlanAnswer>(plan)).GoodStanding);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal("overdue", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Status);
        Assert.Equal(invoice.DueOn, (await overdue.WaitAsync(fact => fact.Invoice.Id == invoice.Id)).Invoice.DueOn);
        Assert.False((await sale.Seller.Get<PlanAnswer>(plan)).GoodStanding);
        Assert.Equal("paid", (await Pay(sale.Seller, invoice.Id, "20.00")).Status);
        Assert.True((await sale.Seller.Get<PlanAnswer>(plan)).GoodStanding);
    }

    [Fact]
    public async Task Record_MoreThanIsDue_PaysTheNextInvoiceFromTheCredit()
    {
        var (sale, invoice) = await InvoicedAsync();

        var paid = await Pay(sale.Seller, invoice.Id, "35.00");
        Assert.Equal(("paid", "20.00", "0.00"), (paid.Status, paid.AmountPaid.Amount, paid.AmountOpen.Amount));
        Assert.Equal([MoneyAnswer.Dollars("15.00")], (await Plan(sale)).CreditBalances);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(31));
        var next = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{(await sale.Buyer.List<InvoiceAnswer>("invoices?status=unpaid"))[0].Id}");
        Assert.Equal(("15.00", "5.00"), (next.AmountPaid.Amount, next.AmountOpen.Amount));
        Assert.Equal("creditBalance", Assert.Single(next.Payments!).Method);
        Assert.Empty((await Plan(sale)).CreditBalances);
        await sale.Seller.Post($"invoices/{invoice.Id}/payments/{paid.Payments![0].Id}/reverse", new { reason = "Bounced." })
            .AssertProblem(HttpStatusCode.Conflict, "credit_already_used");
        await sale.Seller.Post($"invoices/{next.Id}/payments/{next.Payments![0].Id}/reverse", new { reason = "Bounced." })
            .AssertProblem(HttpStatusCode.Conflict, "credit_cannot_bounce");
    }

    [Fact]
    public async Task Reverse_BeforeAndAfterTheDueDate_OpensTheInvoiceAgainOnce()
    {
        var (sale, invoice) = await InvoicedAsync();
        var first = (await Pay(sale.Seller, invoice.Id, "20.00")).Payments![0].Id;
        await using var changed = await billing.Service.ListenAsync<InvoiceChanged>();

        var open = await (await sale.Seller.Post(Reversal(invoice.Id, first), new { reason = "Bounced." }, key: "r-1")).Read<InvoiceAnswer>();
        Assert.Equal(("unpaid", "0.00", "20.00"), (open.Status, open.AmountPaid.Amount, open.AmountOpen.Amount));
        Assert.Equal("unpaid", (await changed.WaitAsync(fact => fact.Invoice.Id == invoice.Id)).Invoice.Status);
        (await sale.Seller.Post(Reversal(invoice.Id, first), new { reason = "Bounced." }, key: "r-1")).EnsureSuccessStatusCode();
        await sale.Seller.Post(Reversal(invoice.Id, first), new { reason = "Bounced." }).AssertProblem(HttpStatusCode.Conflict, "payment_already_reversed");
        await sale.Buyer.Post(Reversal(invoice.Id, first), new { reason = "Mine." }).AssertProblem(HttpStatusCode.Forbidden, "only_seller_records_payments");
        await sale.Operator.Post(Reversal(invoice.Id, first), new { reason = "Mine." }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Seller.Post(Reversal(invoice.Id, Guid.NewGuid()), new { reason = "Bounced." }).AssertProblem(HttpStatusCode.NotFound, "not_found");

        var second = (await Pay(sale.Seller, invoice.Id, "20.00")).Payments!.Single(payment => payment.Id != first).Id;
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        var late = await (await sale.Seller.Post(Reversal(invoice.Id, second), new { reason = "Disputed." })).Read<InvoiceAnswer>();

        Assert.Equal("overdue", late.Status);
        Assert.False((await Plan(sale)).GoodStanding);
    }

    private static string Reversal(Guid invoiceId, Guid paymentId) => $"invoices/{invoiceId}/payments/{paymentId}/reverse";

    private static Task<PlanAnswer> Plan(Sale sale) => sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan");

    private async Task<(Sale Sale, InvoiceAnswer Invoice)> InvoicedAsync()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        return (sale, Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")));
    }

    private static async Task<InvoiceAnswer> Pay(HttpClient seller, Guid invoiceId, string amount) =>
        await (await seller.Post($"invoices/{invoiceId}/payments", Amount(amount))).Read<InvoiceAnswer>();

    private static object Amount(string amount, string currency = "USD") => new { amount = new { amount, currency }, reference = "Bank transfer" };
}
