using System.Net;
using System.Net.Http.Json;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>The card on file, and the provider's three ways to answer.</summary>
[Trait("Checklist", "B3")]
public sealed class CardTests(BillingService billing)
{
    [Fact]
    public async Task Set_AToken_ShowsBrandAndLastFourToBothSidesAndNeverTheToken()
    {
        var sale = await Sale.OpenAsync(billing);

        Assert.Equal(new CardAnswer("Visa", "4242"), await (await Put(sale.Buyer, sale, "test_visa")).Read<CardAnswer>());

        using var plan = await sale.Seller.GetAsync($"{Answers.Root}/connections/{sale.ContosoConnection}/plan");
        var text = await plan.Content.ReadAsStringAsync();
        Assert.Contains("\"lastFour\":\"4242\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("test_visa", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await sale.Buyer.DeleteAsync(Path(sale))).StatusCode);
        Assert.Null((await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan")).PaymentMethod);
        Assert.Equal(
            ["remove-payment-method", "set-payment-method"],
            (await sale.Buyer.List<AuditAnswer>($"audit?subjectId={sale.ContosoConnection}")).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Set_WhatIsWrong_IsRefusedAndACardNumberIsStoredNowhere()
    {
        var sale = await Sale.OpenAsync(billing);

        await Put(sale.Buyer, sale, "4242 4242 4242 4242").AssertProblem(HttpStatusCode.BadRequest, "card_number_refused", "token");
        await Put(sale.Buyer, sale, "tok_nobodys").AssertProblem(HttpStatusCode.BadRequest, "unknown_card", "token");
        await Put(sale.Buyer, sale, "").AssertProblem(HttpStatusCode.BadRequest, "required", "token");
        await Put(sale.Seller, sale, "test_visa").AssertProblem(HttpStatusCode.Forbidden, "only_buyer_sets_payment_method");
        await Put(sale.Operator, sale, "test_visa").AssertProblem(HttpStatusCode.NotFound, "not_found");
        await Put(sale.Channel.As(sale.Contoso, Role.Viewer), sale, "test_visa").AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM cards_on_file WHERE connection_id = '{sale.ContosoConnection}'"));
    }

    [Fact]
    public async Task Issue_WithACardThatSucceeds_IsPaidAtOnce()
    {
        var (sale, invoice) = await BilledAsync("test_visa");

        Assert.Equal(("paid", "20.00"), (invoice.Status, invoice.AmountPaid.Amount));
        var payment = Assert.Single(invoice.Payments!);
        Assert.Equal("card", payment.Method);
        Assert.DoesNotContain("test_visa", payment.Reference, StringComparison.Ordinal);
        await sale.Buyer.Post($"invoices/{invoice.Id}/pay").AssertProblem(HttpStatusCode.Conflict, "invoice_pay_rest_not_allowed");
    }

    [Fact]
    public async Task Issue_WithACardThatIsDeclined_IsTriedAgainUntilThereIsNoPoint()
    {
        var (sale, invoice) = await BilledAsync("test_declined");
        Assert.Equal("unpaid", invoice.Status);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(12));

        var after = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}");
        Assert.Equal([(1, "failed"), (2, "failed"), (3, "failed"), (4, "failed")], after.Attempts!.Select(attempt => (attempt.Number, attempt.Outcome)));
        Assert.Equal(("0.00", "declined"), (after.AmountPaid.Amount, after.Attempts![0].DeclineCode));
    }

    [Fact]
    public async Task Issue_WithACardThatIsDeclinedOnce_IsPaidTheNextDay()
    {
        var (sale, invoice) = await BilledAsync("test_declined_once");

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("paid", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Status);
    }

    [Fact]
    public async Task Issue_WithACardThatNeedsConfirmation_IsPaidOnceConfirmed()
    {
        var (sale, invoice) = await BilledAsync("test_confirm");
        var attempt = Assert.Single(invoice.Attempts!);
        Assert.Equal(("unpaid", "needsConfirmation"), (invoice.Status, attempt.Outcome));

        // Asking again makes no second charge.
        Assert.Equal(attempt.Id, (await (await sale.Buyer.Post($"invoices/{invoice.Id}/pay")).Read<AttemptAnswer>()).Id);
        await sale.Seller.Post($"invoices/{invoice.Id}/attempts/{attempt.Id}/confirm").AssertProblem(HttpStatusCode.Forbidden, "only_buyer_pays");
        Assert.Equal("succeeded", (await (await sale.Buyer.Post($"invoices/{invoice.Id}/attempts/{attempt.Id}/confirm")).Read<AttemptAnswer>()).Outcome);
        (await sale.Buyer.Post($"invoices/{invoice.Id}/attempts/{attempt.Id}/confirm")).EnsureSuccessStatusCode();

        var paid = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}");
        Assert.Equal(("paid", "20.00", 1), (paid.Status, paid.AmountPaid.Amount, paid.Payments!.Count));
    }

    [Fact]
    public async Task Confirm_WhatTheBankDeclines_LeavesTheInvoiceOpen()
    {
        var (sale, invoice) = await BilledAsync("test_confirm_declined");

        var attempt = await (await sale.Buyer.Post($"invoices/{invoice.Id}/attempts/{invoice.Attempts![0].Id}/confirm")).Read<AttemptAnswer>();

        Assert.Equal(("failed", "declined"), (attempt.Outcome, attempt.DeclineCode));
        Assert.Equal("unpaid", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Status);
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Pay_ByHandOfTheBuyer_TakesTheOpenAmountOnceUnderItsKey()
    {
        var (sale, invoice) = await BilledAsync(token: null);
        await sale.Buyer.Post($"invoices/{invoice.Id}/pay").AssertProblem(HttpStatusCode.Conflict, "no_payment_method");
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", new { amount = MoneyAnswer.Dollars("5.00") })).EnsureSuccessStatusCode();
        (await Put(sale.Buyer, sale, "test_mastercard")).EnsureSuccessStatusCode();
        await sale.Seller.Post($"invoices/{invoice.Id}/pay").AssertProblem(HttpStatusCode.Forbidden, "only_buyer_pays");
        await sale.Operator.Post($"invoices/{invoice.Id}/pay").AssertProblem(HttpStatusCode.NotFound, "not_found");

        var first = await (await sale.Buyer.Post($"invoices/{invoice.Id}/pay", key: "pay-1")).Read<AttemptAnswer>();
        var again = await (await sale.Buyer.Post($"invoices/{invoice.Id}/pay", key: "pay-1")).Read<AttemptAnswer>();

        Assert.Equal((first.Id, "15.00"), (again.Id, again.Amount.Amount));
        Assert.Equal("20.00", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).AmountPaid.Amount);
        Assert.Equal("pay-invoice", Assert.Single(await sale.Buyer.List<AuditAnswer>($"audit?subjectId={invoice.Id}")).Action);
    }

    private async Task<(Sale Sale, InvoiceAnswer Invoice)> BilledAsync(string? token)
    {
        var sale = await Sale.OpenAsync(billing);
        if (token is not null)
        {
            (await Put(sale.Buyer, sale, token)).EnsureSuccessStatusCode();
        }

        var used = (await sale.UseAsync((await sale.SellAsync()).Id)).Subscription;
        await sale.Channel.AdvanceAsync(used.TrialEndsAt!.Value - sale.Channel.Now);
        return (sale, await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}"));
    }

    private static string Path(Sale sale) => $"{Answers.Root}/connections/{sale.ContosoConnection}/payment-method";

    private static Task<HttpResponseMessage> Put(HttpClient client, Sale sale, string token) => client.PutAsJsonAsync(Path(sale), new { token });
}

internal sealed record AttemptAnswer(Guid Id, int Number, MoneyAnswer Amount, string Outcome, string? DeclineCode);
