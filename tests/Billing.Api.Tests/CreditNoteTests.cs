using System.Net;
using System.Net.Http.Json;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "B8")]
public sealed class CreditNoteTests(BillingService billing)
{
    [Fact]
    public async Task Credit_PartOfAnUnpaidInvoice_TakesItOffAndLeavesTheInvoiceAsIssued()
    {
        var (sale, invoice) = await InvoicedAsync();
        await using var issued = await billing.Service.ListenAsync<CreditNoteIssued>();

        var note = await CreditAsync(sale, invoice.Id, new { reason = "Two days without service.", lines = new[] { new { lineId = invoice.Lines![0].Id, net = MoneyAnswer.Dollars("5.00") } } });

        Assert.Equal(("CN-000001", "5.00", "0.95", "5.95", "0.00"), (note.Number, note.Net.Amount, note.Tax.Amount, note.Total.Amount, note.ToBalance.Amount));
        var after = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}");
        Assert.Equal(("unpaid", "23.80", "5.95", "17.85"), (after.Status, after.AmountDue.Amount, after.AmountCredited.Amount, after.AmountOpen.Amount));
        Assert.Equal("5.95", (await issued.WaitAsync(fact => fact.CreditNote.InvoiceId == invoice.Id)).CreditNote.Total.Amount);
        Assert.Equal(note.Id, Assert.Single(await sale.Buyer.List<CreditNoteAnswer>($"credit-notes?invoiceId={invoice.Id}")).Id);
        Assert.Empty(await sale.Operator.List<CreditNoteAnswer>("credit-notes"));
    }

    [Fact]
    public async Task Credit_TheWholeInvoiceInParts_AddsUpToTheLastUnitAndNoFurther()
    {
        var (sale, invoice) = await InvoicedAsync();
        var line = invoice.Lines![0].Id;
        foreach (var part in (string[])["3.33", "3.33", "3.34"])
        {
            await CreditAsync(sale, invoice.Id, new { reason = "Part.", lines = new[] { new { lineId = line, net = MoneyAnswer.Dollars(part) } } });
        }

        var rest = await CreditAsync(sale, invoice.Id, new { reason = "The rest." });

        Assert.Equal(("CN-000004", "10.00", "1.90"), (rest.Number, rest.Net.Amount, rest.Tax.Amount));
        var after = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}");
        Assert.Equal(("paid", "23.80", "0.00"), (after.Status, after.AmountCredited.Amount, after.AmountOpen.Amount));
        await sale.Seller.Post(Path(invoice.Id), new { reason = "Once more." }).AssertProblem(HttpStatusCode.Conflict, "nothing_to_credit");
        Assert.Equal(MoneyAnswer.Dollars("-10.00"), Assert.Single(await sale.Seller.List<MarginAnswerRow>("margins")).Margin);
    }

    [Fact]
    public async Task Credit_WhatWasPaid_BecomesCreditOfTheNextInvoice()
    {
        var (sale, invoice) = await InvoicedAsync();
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", new { amount = MoneyAnswer.Dollars("23.80") })).EnsureSuccessStatusCode();

        var note = await CreditAsync(sale, invoice.Id, new { reason = "Goodwill.", lines = new[] { new { lineId = invoice.Lines![0].Id, net = MoneyAnswer.Dollars("10.00") } } });

        Assert.Equal("11.90", note.ToBalance.Amount);
        Assert.Equal([MoneyAnswer.Dollars("11.90")], (await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan")).CreditBalances);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(31));
        Assert.Equal("11.90", Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices?status=unpaid")).AmountOpen.Amount);
        await LedgerAgreesAsync(sale);
    }

    [Fact]
    public async Task Credit_WhatIsWrong_IsRefusedAndNothingIsCredited()
    {
        var (sale, invoice) = await InvoicedAsync();
        var line = invoice.Lines![0].Id;

        await sale.Seller.Post(Path(invoice.Id), new { reason = "Too much.", lines = new[] { new { lineId = line, net = MoneyAnswer.Dollars("20.01") } } })
            .AssertProblem(HttpStatusCode.UnprocessableEntity, "credit_exceeds_line");
        await sale.Seller.Post(Path(invoice.Id), new { reason = "", lines = new[] { new { lineId = line } } }).AssertProblem(HttpStatusCode.BadRequest, "required", "reason");
        await sale.Seller.Post(Path(invoice.Id), new { reason = "None.", lines = Array.Empty<object>() }).AssertProblem(HttpStatusCode.BadRequest, "out_of_range", "lines");
        await sale.Seller.Post(Path(invoice.Id), new { reason = "Foreign.", lines = new[] { new { lineId = Guid.NewGuid() } } }).AssertProblem(HttpStatusCode.BadRequest, "unknown_line");
        await sale.Buyer.Post(Path(invoice.Id), new { reason = "Mine." }).AssertProblem(HttpStatusCode.Forbidden, "only_seller_credits");
        await sale.Operator.Post(Path(invoice.Id), new { reason = "Mine." }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Channel.As(sale.Northwind, Role.Support).Post(Path(invoice.Id), new { reason = "Mine." }).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Equal("0.00", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).AmountCredited.Amount);
        Assert.Empty(await sale.Buyer.List<CreditNoteAnswer>("credit-notes"));
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Credit_RepeatedWithItsKeyOrAtOnce_NeverGivesBackMoreThanTheInvoice()
    {
        var (sale, invoice) = await InvoicedAsync();
        var body = new { reason = "Half.", lines = new[] { new { lineId = invoice.Lines![0].Id, net = MoneyAnswer.Dollars("8.00") } } };

        (await sale.Seller.Post(Path(invoice.Id), body, key: "c-1")).EnsureSuccessStatusCode();
        (await sale.Seller.Post(Path(invoice.Id), body, key: "c-1")).EnsureSuccessStatusCode();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sale.Seller.Post(Path(invoice.Id), body)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(["CN-000001", "CN-000002"], (await sale.Buyer.List<CreditNoteAnswer>("credit-notes")).Select(note => note.Number).Order(StringComparer.Ordinal));
        Assert.Equal("19.04", (await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).AmountCredited.Amount);
    }

    [Theory]
    [InlineData("20.00", "0.00")]
    [InlineData("15.00", "5.00")]
    public async Task Cancel_AfterTheInvoiceWasAdjusted_GivesNothingBackTwiceAndTheQuoteSaysSo(string credited, string left)
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var invoice = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}");
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", new { amount = MoneyAnswer.Dollars("20.00") })).EnsureSuccessStatusCode();
        await CreditAsync(sale, invoice.Id, new { reason = "No service.", lines = new[] { new { lineId = invoice.Lines![0].Id, net = MoneyAnswer.Dollars(credited) } } });

        var request = await sale.CancelAsync(subscription.Id, new { effective = "now", reason = "Closing down." });
        using var quoted = await sale.Buyer.GetAsync($"{Answers.Root}/requests/{request.Id}/quote");
        var quote = await quoted.Content.ReadAsStringAsync();
        await sale.ApproveAsync(request);

        // All of it at most: what is not credited yet comes back with the cancellation, and no more.
        Assert.Equal([MoneyAnswer.Dollars("20.00")], (await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan")).CreditBalances);
        var notes = await sale.Buyer.List<CreditNoteAnswer>("credit-notes");
        Assert.Equal(left, notes.SingleOrDefault(note => note.InvoiceId is null)?.Total.Amount ?? "0.00");
        Assert.Equal(left != "0.00", quote.Contains($"\"-{left}\"", StringComparison.Ordinal));
        await LedgerAgreesAsync(sale);
    }

    private async Task<(Sale Sale, InvoiceAnswer Invoice)> InvoicedAsync()
    {
        var sale = await Sale.OpenAsync(billing);
        (await sale.Seller.PutAsJsonAsync($"{Answers.Root}/tax-rates", new { rates = new[] { new { country = "US", taxCode = "standard", percent = 19 } } })).EnsureSuccessStatusCode();
        await sale.UseAsync((await sale.SellAsync()).Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        return (sale, await sale.Buyer.Get<InvoiceAnswer>($"invoices/{Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).Id}"));
    }

    private static string Path(Guid invoiceId) => $"invoices/{invoiceId}/credit-notes";

    private static async Task<CreditNoteAnswer> CreditAsync(Sale sale, Guid invoiceId, object body) =>
        (await (await sale.Seller.Post(Path(invoiceId), body)).Read<WholeCreditNoteAnswer>(HttpStatusCode.Created)).CreditNote;

    /// <summary>What the books say is to come in, and is kept for the buyer, is what the invoices and the balance say.</summary>
    private async Task LedgerAgreesAsync(Sale sale)
    {
        var open = (await sale.Buyer.List<InvoiceAnswer>("invoices")).Sum(invoice => Cents(invoice.AmountOpen));
        var kept = (await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan")).CreditBalances.Sum(Cents);
        Assert.Equal(open, await Account("Receivable"));
        Assert.Equal(-kept, await Account("CustomerCredit"));

        Task<long> Account(string account) => billing.Service.CountAsync(
            $"""
            SELECT coalesce(sum(CASE WHEN debit = '{account}' THEN amount_minor_units ELSE -amount_minor_units END), 0)::bigint FROM ledger_entries
            WHERE connection_id = '{sale.ContosoConnection}' AND '{account}' IN (debit, credit)
            """);
    }

    private static long Cents(MoneyAnswer money) => long.Parse(money.Amount.Replace(".", "", StringComparison.Ordinal));
}

internal sealed record WholeCreditNoteAnswer(CreditNoteAnswer CreditNote);

internal sealed record CreditNoteAnswer(Guid Id, string Number, Guid? InvoiceId, MoneyAnswer Net, MoneyAnswer Tax, MoneyAnswer Total, MoneyAnswer ToBalance);
