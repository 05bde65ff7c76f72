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
        var anchors = await MainAnchors(subscriptionId, cancellationToken);
        foreach (var schedule in schedules)
        {
            db.StartCharging(schedule, item.DueAt, anchors.GetValueOrDefault(schedule.ConnectionId));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>An add-on joins the periods of its main subscription, edge by edge.</summary>
    private async Task<Dictionary<Guid, DateOnly?>> MainAnchors(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var mainId = await db.Subscriptions.Where(row => row.Id == subscriptionId).Select(row => row.MainSubscriptionId).SingleAsync(cancellationToken);
        return await db.BillingSchedules.Where(row => row.SubscriptionId == mainId).ToDictionaryAsync(row => row.ConnectionId, row => row.AnchorDate, cancellationToken);
    }
}
