using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>A connection's trial is over: from now on everything in it is paid for. Key: the connection.</summary>
internal sealed class EndTrial(BillingDb db) : IDueWork
{
    public static string Kind => "end-trial";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var connectionId = Guid.Parse(item.Key);
        await db.LockBillingAccount(connectionId, cancellationToken);
        var subscriptions = await db.Subscriptions
            .Where(row => row.ConnectionId == connectionId && row.BilledFrom == null && row.Status != SubscriptionStatus.Cancelled)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var ids = subscriptions.Select(subscription => subscription.Id).ToList();
        var schedules = await db.BillingSchedules
            .Where(row => ids.Contains(row.SubscriptionId) && row.ConnectionId == connectionId)
            .ToDictionaryAsync(row => row.SubscriptionId, cancellationToken);
        foreach (var subscription in subscriptions)
        {
            End(subscription, item.DueAt);
            db.StartCharging(schedules[subscription.Id], item.DueAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private void End(Subscription subscription, DateTimeOffset now)
    {
        var wasTrial = subscription.Status == SubscriptionStatus.Trial;
        subscription.Stand(subscription.Standing().EndTrial());
        subscription.BilledFrom = now;
        subscription.Version++;
        db.Emit(new Facts.TrialEnded(subscription.ToFact()), subscription.Id, subscription.Version, now);
        if (wasTrial)
        {
            db.Emit(new Facts.SubscriptionActivated(subscription.ToFact()), subscription.Id, subscription.Version, now);
        }
    }
}
