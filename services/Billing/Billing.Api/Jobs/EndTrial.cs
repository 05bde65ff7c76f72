using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>The trials of some connections are over: from now on everything in them is paid for. Key: the connection.</summary>
internal sealed class EndTrial(BillingDb db) : IBatchedDueWork
{
    public static string Kind => "end-trial";

    public static int MostAtOnce => 200;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        Guid[] connectionIds = [.. items.Select(item => Guid.Parse(item.Key))];
        await db.LockBillingAccounts(connectionIds, cancellationToken);
        var subscriptions = await db.Subscriptions
            .Where(row => connectionIds.Contains(row.ConnectionId) && row.BilledFrom == null && row.Status != SubscriptionStatus.Cancelled)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var ids = subscriptions.Select(subscription => subscription.Id).ToList();
        var schedules = await db.BillingSchedules
            .Where(row => ids.Contains(row.SubscriptionId) && row.EndAccountName == null)
            .ToDictionaryAsync(row => row.SubscriptionId, cancellationToken);
        var now = items[0].DueAt;
        foreach (var subscription in subscriptions)
        {
            End(subscription, now);
            db.StartCharging(schedules[subscription.Id], now);
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
