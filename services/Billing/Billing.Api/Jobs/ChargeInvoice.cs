using Billing.Api.Payments;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>Charges issued invoices to the cards on file; what is declined is tried again some days later. Key: the invoice.</summary>
internal sealed class ChargeInvoice(BillingDb db, CardCharge charge) : IBatchedDueWork
{
    public static string Kind => "charge-invoice";

    /// <summary>So many the provider is asked for at once. Their invoices are locked until the last of its answers is in.</summary>
    public static int MostAtOnce => 25;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        var now = items[0].DueAt;
        var invoices = await db.LockInvoices([.. items.Select(item => Guid.Parse(item.Key))], cancellationToken);
        foreach (var outcome in await charge.RunAll(invoices, personId: null, now, cancellationToken))
        {
            // Refused: paid otherwise meanwhile, or the card was taken off.
            if (!outcome.IsRefused(out _, out var attempt) && attempt.Outcome == ChargeOutcome.Failed && CardRetry.Next(attempt.Number, now) is { } next)
            {
                db.Schedule<ChargeInvoice>(attempt.InvoiceId.ToString(), next);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
