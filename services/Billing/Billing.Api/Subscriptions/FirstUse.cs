using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>What the first use of a subscription sets going: in a connection whose trial still waits, the trial, for everything in it.</summary>
internal sealed class FirstUse(BillingDb db, RealmClock clock)
{
    /// <summary>Returns the subscription as it is then. The caller saves.</summary>
    public async Task<Subscription> Record(Subscription used, DateTimeOffset usedAt, CancellationToken cancellationToken)
    {
        // Whoever creates or first uses something in this connection queues up here.
        var account = await db.LockBillingAccount(used.ConnectionId, cancellationToken);
        var subscription = (await db.LockSubscription(used.Id, cancellationToken))!;
        if (subscription.FirstUsedAt is not null)
        {
            return subscription;
        }

        var now = clock.Now;
        subscription.FirstUsedAt = usedAt;
        subscription.Version++;
        var waiting = account.Trial;

        // A reseller plan has no trial, and opens none for what has.
        var started = subscription.ResellerPlan is null ? waiting.Use(usedAt, now) : waiting;
        if (started == waiting || started.EndsAt is not { } endsAt)
        {
            db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, now);
            return subscription;
        }

        account.StartTrial(started);
        db.Schedule<EndTrial>(account.ConnectionId.ToString(), endsAt);
        await TellAll(account.ConnectionId, subscription, started, now, cancellationToken);
        return subscription;
    }

    private async Task TellAll(Guid connectionId, Subscription used, Trial trial, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = await db.Subscriptions
            .Where(row => row.ConnectionId == connectionId && row.BilledFrom == null && row.Status != SubscriptionStatus.Cancelled)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var subscription in all)
        {
            subscription.TrialEndsAt = trial.EndsAt;
            if (subscription.Id != used.Id)
            {
                subscription.Version++;
            }

            db.Schedule<StartWholesale>(subscription.Id.ToString(), trial.WholesaleStart(subscription.BoughtAt));
            db.Emit(new Facts.TrialStarted(subscription.ToFact()), subscription.Id, subscription.Version, now);
        }
    }
}
