using Billing.Api.Documents;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>Sends an issued invoice to accounts payable. Apart from issuing it, so that a bill run does not wait for pages to be written. Key: the invoice.</summary>
internal sealed class MailInvoice(BillingDb db) : IDueWork
{
    public static string Kind => "mail-invoice";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        if (await ReadInvoiceDocument.Page(db, Guid.Parse(item.Key), cancellationToken) is not { } page)
        {
            return;
        }

        var to = await db.Connections.Where(row => row.Id == page.Invoice.ConnectionId).Select(row => row.AccountsPayableEmail).SingleAsync(cancellationToken);
        if (to is not null)
        {
            db.QueueMail(InvoiceMail.To(to, page));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
