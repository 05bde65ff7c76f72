using Billing.Api.Connections;
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
    /// <param name="used">As they were read, no two the same; in the order in which they were reported.</param>
    /// <param name="usedAt">When each was used, by its id.</param>
    /// <returns>The subscriptions as they are then. The caller saves.</returns>
    public async Task<IReadOnlyList<Subscription>> Record(
        IReadOnlyList<Subscription> used, IReadOnlyDictionary<Guid, DateTimeOffset> usedAt, CancellationToken cancellationToken)
    {
        if (used.Count == 0)
        {
            return [];
        }

        // Whoever creates or first uses something in these connections queues up here.
        var connections = used.Select(row => row.ConnectionId).Distinct().ToArray();
        await db.LockBillingAccounts(connections, cancellationToken);
        var accounts = await db.BillingAccounts.Where(row => connections.Contains(row.ConnectionId)).ToDictionaryAsync(row => row.ConnectionId, cancellationToken);
        var locked = (await db.LockSubscriptions([.. used.Select(row => row.Id)], cancellationToken)).ToDictionary(row => row.Id);
        var inTrial = await InTrial([.. accounts.Values.Where(account => account.Trial is { Days: > 0, EndsAt: null })], cancellationToken);

        var now = clock.Now;
        var subscriptions = used.Select(row => locked[row.Id]).ToList();
        foreach (var subscription in subscriptions.Where(row => row.FirstUsedAt is null))
        {
            subscription.FirstUsedAt = usedAt[subscription.Id];
            subscription.Version++;
            var account = accounts[subscription.ConnectionId];
            var waiting = account.Trial;

            // A reseller plan has no trial, and opens none for what has.
            var started = subscription.ResellerPlan is null ? waiting.Use(usedAt[subscription.Id], now) : waiting;
            if (started == waiting || started.EndsAt is not { } endsAt)
            {
                db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, now);
                continue;
            }

            account.StartTrial(started);
            db.Schedule<EndTrial>(account.ConnectionId.ToString(), endsAt);
            TellAll(inTrial[account.ConnectionId], subscription, started, now);
        }

        return subscriptions;
    }

    /// <summary>What nobody pays for yet in these connections.</summary>
    private async Task<ILookup<Guid, Subscription>> InTrial(IReadOnlyList<BillingAccount> waiting, CancellationToken cancellationToken)
    {
        var connections = waiting.Select(account => account.ConnectionId).ToList();
        var all = connections.Count == 0
            ? []
            : await db.Subscriptions
                .Where(row => connections.Contains(row.ConnectionId) && row.BilledFrom == null && row.Status != SubscriptionStatus.Cancelled)
                .OrderBy(row => row.Id)
                .ToListAsync(cancellationToken);
        return all.ToLookup(row => row.ConnectionId);
    }

    private void TellAll(IEnumerable<Subscription> all, Subscription used, Trial trial, DateTimeOffset now)
    {
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
