using Billing.Api.Connections;
using Billing.Api.CreditNotes;
using Billing.Api.Jobs;
using Billing.Api.Ledger;
using Billing.Api.Payments;
using Billing.Api.Storage;
using Billing.Api.Tax;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Invoices;

/// <summary>
/// Makes charges invoices from an edge's seller to its buyer, one for each currency and type, and credit notes where they come out negative.
/// Call it inside a transaction; the caller saves.
/// </summary>
internal sealed class IssueInvoice(BillingDb db, DocumentNumbers numbers, CreditBalances balances, IssueCreditNote creditNotes, TaxReader taxes)
{
    /// <param name="connectionId">The edge. It may lie above the caller's own: a sale is charged on every edge above it.</param>
    /// <param name="lines">At least one, of that edge, in the order in which they shall be printed.</param>
    /// <param name="now">The moment of issue.</param>
    /// <param name="orderNumber">Of the order they come from, if any; all the invoices carry it.</param>
    /// <returns>The invoices, without the credit notes.</returns>
    public async Task<IReadOnlyList<Invoice>> Run(
        Guid connectionId, IReadOnlyList<Billable> lines, DateTimeOffset now, string? orderNumber, CancellationToken cancellationToken)
    {
        var edge = await db.Connections.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]).SingleAsync(row => row.Id == connectionId, cancellationToken);
        var parties = await taxes.Of(edge, cancellationToken);
        var drafts = InvoiceDrafting.Draft([.. lines.Select(line => line.ToLine())], parties.Tax);
        var invoices = new List<Invoice>();
        foreach (var draft in drafts)
        {
            if (draft.IsCreditNote)
            {
                await creditNotes.OfNegativeLines(edge, draft, lines, now, cancellationToken);
            }
            else
            {
                invoices.Add(await Issue(edge, parties, draft, lines, now, orderNumber, cancellationToken));
            }
        }

        return invoices;
    }

    private async Task<Invoice> Issue(
        Connection edge,
        IssuingParties parties,
        InvoiceDraft draft,
        IReadOnlyList<Billable> lines,
        DateTimeOffset now,
        string? orderNumber,
        CancellationToken cancellationToken)
    {
        var paid = await balances.Take(edge.Id, draft.Gross, cancellationToken);
        var invoice = InvoiceComposition.Compose(edge, parties, draft, lines, paid, orderNumber, now);
        invoice.GiveNumber(await numbers.NextInvoice(edge.RealmId, edge.SellerId, cancellationToken));
        db.Add(invoice);
        db.AddRange(LedgerEntry.OfIssued(invoice));
        if (edge.AccountsPayableEmail is not null)
        {
            db.Schedule<MailInvoice>(invoice.Id.ToString(), now);
        }

        if (invoice.Status == InvoiceStatus.Unpaid)
        {
            db.Schedule<MarkInvoiceOverdue>(invoice.Id.ToString(), invoice.OverdueAt);
            if (await db.CardsOnFile.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]).AnyAsync(card => card.ConnectionId == edge.Id, cancellationToken))
            {
                db.Schedule<ChargeInvoice>(invoice.Id.ToString(), now);
            }
        }

        db.Emit(new Facts.InvoiceIssued(invoice.ToFact()), invoice.Id, invoice.Version, now);
        return invoice;
    }
}
