using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>The due date passed with something still to pay. Key: the invoice.</summary>
internal sealed class MarkInvoiceOverdue(BillingDb db) : IBatchedDueWork
{
    public static string Kind => "mark-invoice-overdue";

    public static int MostAtOnce => 100;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        foreach (var invoice in await db.LockInvoices([.. items.Select(item => Guid.Parse(item.Key))], cancellationToken))
        {
            if (InvoiceLifecycle.Table.Next(invoice.Status, InvoiceAction.PassDueDate, InvoiceActor.Platform).IsRefused(out _, out var status))
            {
                // Paid in time.
                continue;
            }

            invoice.Status = status;
            invoice.Version++;
            db.Emit(new Facts.InvoiceOverdue(invoice.ToFact()), invoice.Id, invoice.Version, items[0].DueAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
