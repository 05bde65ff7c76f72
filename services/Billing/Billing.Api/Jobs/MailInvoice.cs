using Billing.Api.Documents;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>Sends issued invoices to accounts payable. Apart from issuing them, so that a bill run does not wait for pages to be written. Key: the invoice.</summary>
internal sealed class MailInvoice(BillingDb db) : IBatchedDueWork
{
    public static string Kind => "mail-invoice";

    /// <summary>A commit costs more than a page; pages are kept in memory until then.</summary>
    public static int MostAtOnce => 50;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        var pages = await ReadInvoiceDocument.Pages(db, [.. items.Select(item => Guid.Parse(item.Key))], cancellationToken);
        var edges = pages.Select(page => page.Invoice.ConnectionId).Distinct().ToList();
        var addresses = await db.Connections
            .Where(row => edges.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.AccountsPayableEmail, cancellationToken);
        foreach (var page in pages)
        {
            if (addresses[page.Invoice.ConnectionId] is { } to)
            {
                db.QueueMail(InvoiceMail.To(to, page));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
