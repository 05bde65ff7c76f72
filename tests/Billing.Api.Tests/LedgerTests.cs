using System.Net;
using Npgsql;

namespace Billing.Api.Tests;

[Trait("Checklist", "X3")]
public sealed class LedgerTests(BillingService billing)
{
    [Fact]
    public async Task Entries_OfAnInvoiceAndItsPayment_LeaveNothingReceivable()
    {
        var sale = await Sale.OpenAsync(billing);
        var invoice = await BilledAsync(sale);
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", new { amount = MoneyAnswer.Dollars("20.00") })).EnsureSuccessStatusCode();

        var entries = await sale.Seller.List<LedgerEntryAnswer>($"ledger?documentId={invoice.Id}");

        Assert.Equal(
            [("charge", "receivable", "revenue", "20.00"), ("payment", "cash", "receivable", "20.00")],
            entries.OrderBy(entry => entry.Id).Select(entry => (entry.Reason, entry.Debit, entry.Credit, entry.Amount.Amount)));
        Assert.Empty(await sale.Buyer.List<LedgerEntryAnswer>("ledger"));
        Assert.DoesNotContain(await sale.Operator.List<LedgerEntryAnswer>("ledger"), entry => entry.ConnectionId == sale.ContosoConnection);
    }

    [Theory]
    [InlineData("UPDATE ledger_entries SET amount_minor_units = 1")]
    [InlineData("DELETE FROM ledger_entries")]
    [InlineData("TRUNCATE ledger_entries")]
    public async Task Entries_ChangedByAnybody_AreRefusedByTheDatabase(string change)
    {
        await using var command = billing.Service.Database.CreateCommand(change);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    private static async Task<InvoiceAnswer> BilledAsync(Sale sale)
    {
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        return Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
    }
}

internal sealed record LedgerEntryAnswer(
    Guid Id, Guid ConnectionId, Guid DocumentId, Guid SourceId, string Reason, string Debit, string Credit, MoneyAnswer Amount);
