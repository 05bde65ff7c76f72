using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>Sellers begin to owe for some sales, on every edge above them: the customer's trial is over, or has lasted as long as the supplier waits. Key: the subscription.</summary>
internal sealed class StartWholesale(BillingDb db) : IBatchedDueWork
{
    public static string Kind => "start-wholesale";

    public static int MostAtOnce => 200;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        Guid[] subscriptionIds = [.. items.Select(item => Guid.Parse(item.Key))];
        var schedules = await db.BillingSchedules
            .Where(row => subscriptionIds.Contains(row.SubscriptionId) && row.EndAccountName != null && row.AnchorDate == null)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var anchors = await MainAnchors(subscriptionIds, cancellationToken);
        foreach (var schedule in schedules)
        {
            db.StartCharging(schedule, items[0].DueAt, anchors.GetValueOrDefault((schedule.SubscriptionId, schedule.ConnectionId)));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// An add-on joins the periods of its main subscription, edge by edge. Where that one starts at the same instant, here or in another batch, it has no anchor
    /// yet and the add-on starts periods of its own, which are the same.
    /// </summary>
    private async Task<Dictionary<(Guid SubscriptionId, Guid ConnectionId), DateOnly?>> MainAnchors(Guid[] subscriptionIds, CancellationToken cancellationToken)
    {
        var joined = await db.Subscriptions
            .Where(row => subscriptionIds.Contains(row.Id) && row.MainSubscriptionId != null)
            .Join(
                db.BillingSchedules,
                addOn => addOn.MainSubscriptionId,
                schedule => schedule.SubscriptionId,
                (addOn, schedule) => new { addOn.Id, schedule.ConnectionId, schedule.AnchorDate })
            .ToListAsync(cancellationToken);
        return joined.ToDictionary(row => (row.Id, row.ConnectionId), row => row.AnchorDate);
    }
}
