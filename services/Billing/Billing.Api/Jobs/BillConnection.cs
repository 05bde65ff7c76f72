using Billing.Api.Invoices;
using Billing.Api.Storage;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>
/// Charges everything that is due on one edge at one instant, and invoices it: one invoice per currency and type. Charges, invoices, their events and the
/// next instant's item commit together, and a charge's period is unique: killed anywhere, it is done once.
/// </summary>
internal sealed class BillConnection(BillingDb db, IssueInvoice issue) : IDueWork
{
    public static string Kind => "bill-connection";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var connectionId = item.Payload<Edge>().ConnectionId;
        var due = await db.LockDueSchedules(connectionId, item.DueAt, cancellationToken);
        if (due.Count == 0)
        {
            // Billed before.
            return;
        }

        var lines = due.Select(Billable.Next).OfType<Billable>().ToList();
        if (lines.Count > 0)
        {
            await issue.Run(connectionId, lines, item.DueAt, orderNumber: null, cancellationToken);
        }

        foreach (var next in due.Select(schedule => schedule.NextChargeAt).OfType<DateTimeOffset>().Distinct())
        {
            db.ScheduleBilling(connectionId, next);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    internal sealed record Edge(Guid ConnectionId);
}
