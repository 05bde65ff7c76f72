using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>The seller begins to owe for a sale, on every edge above it: the customer's trial is over, or has lasted as long as the supplier waits. Key: the subscription.</summary>
internal sealed class StartWholesale(BillingDb db) : IDueWork
{
    public static string Kind => "start-wholesale";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var subscriptionId = Guid.Parse(item.Key);
        var schedules = await db.BillingSchedules
            .Where(row => row.SubscriptionId == subscriptionId && row.EndAccountName != null && row.AnchorDate == null)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var schedule in schedules)
        {
            db.StartCharging(schedule, item.DueAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
