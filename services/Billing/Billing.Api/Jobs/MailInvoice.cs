using Billing.Api.Documents;
using Billing.Api.Storage;
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
        foreach (var page in await ReadInvoiceDocument.Pages(db, [.. items.Select(item => Guid.Parse(item.Key))], cancellationToken))
        {
            if (page.AccountsPayable is { } to)
            {
                db.QueueMail(InvoiceMail.To(to, page));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
