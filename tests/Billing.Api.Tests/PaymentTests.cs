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

        await sale.Seller.Post(path, Amount("20.01")).AssertProblem(HttpStatusCode.UnprocessableEntity, "payment_exceeds_amount_due");
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
