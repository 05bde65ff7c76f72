using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>The day of a cancellation has come. Key: the scheduled change. It comes before billing, so what is charged that day is what is left.</summary>
internal sealed class ApplyScheduledChange(BillingDb db, EndSubscription end, AgreedChanges changes) : IDueWork
{
    public static string Kind => "apply-scheduled-change";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(item.Key);
        var planned = await db.ScheduledChanges.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        var connectionId = await db.Subscriptions.Where(row => row.Id == planned.SubscriptionId).Select(row => row.ConnectionId).SingleAsync(cancellationToken);
        await db.LockBillingAccount(connectionId, cancellationToken);
        var subscription = (await db.LockSubscription(planned.SubscriptionId, cancellationToken))!;
        var change = await db.ScheduledChanges.SingleAsync(row => row.Id == id, cancellationToken);
        if (change.Status != ScheduledChangeStatus.Pending)
        {
            // Undone in time, or overtaken.
            return;
        }

        change.Status = ScheduledChangeStatus.Applied;
        change.EndedAt = item.DueAt;
        await db.SaveChangesAsync(cancellationToken);
        var ended = await end.Plan(subscription, change.QuantityAfter, change.RequestId, SubscriptionActor.Platform, change.On, cancellationToken);
        await changes.CarryOut(ended.Value, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
