using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>The due date passed with something still to pay. Key: the invoice.</summary>
internal sealed class MarkInvoiceOverdue(BillingDb db) : IDueWork
{
    public static string Kind => "mark-invoice-overdue";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var invoice = await db.LockInvoice(Guid.Parse(item.Key), cancellationToken);
        if (invoice is null || InvoiceLifecycle.Table.Next(invoice.Status, InvoiceAction.PassDueDate, InvoiceActor.Platform).IsRefused(out _, out var status))
        {
            // Paid in time.
            return;
        }

        invoice.Status = status;
        invoice.Version++;
        db.Emit(new Facts.InvoiceOverdue(invoice.ToFact()), invoice.Id, invoice.Version, item.DueAt);
        await db.SaveChangesAsync(cancellationToken);
    }
}
