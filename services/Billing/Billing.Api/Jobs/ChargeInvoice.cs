using Billing.Api.Payments;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>Charges an issued invoice to the card on file; declined, it is tried again some days later. Key: the invoice.</summary>
internal sealed class ChargeInvoice(BillingDb db, CardCharge charge) : IDueWork
{
    public static string Kind => "charge-invoice";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var invoice = await db.LockInvoice(Guid.Parse(item.Key), cancellationToken);
        if (invoice is null || (await charge.Run(invoice, personId: null, item.DueAt, cancellationToken)).IsRefused(out _, out var attempt))
        {
            // Paid otherwise meanwhile, or the card was taken off.
            return;
        }

        if (attempt.Outcome == ChargeOutcome.Failed && CardRetry.Next(attempt.Number, item.DueAt) is { } next)
        {
            db.Schedule<ChargeInvoice>(item.Key, next);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
