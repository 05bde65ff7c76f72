using Billing.Api.Storage;
using Billing.Api.Usage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <param name="Path">Where it stands in what the caller sent; empty where it is the whole.</param>
internal sealed record UsageReport(Guid SubscriptionId, RecordUsageBody Body, string Path = "");

/// <param name="IsNew">False where it had been reported before.</param>
/// <param name="Subscription">As it is afterwards.</param>
internal sealed record ReportedUsage(UsageEvent Event, bool IsNew, Subscription Subscription);

/// <summary>
/// Takes reports of use: one, or hundreds in the same few statements. All of them or none. What was reported before changes nothing. Call it in a transaction;
/// the caller saves.
/// </summary>
internal sealed class UsageReports(BillingDb db, FirstUse firstUse, UsageTallies tallies, RealmClock clock)
{
    /// <returns>In the order of the reports.</returns>
    public async Task<Result<IReadOnlyList<ReportedUsage>>> Take(IReadOnlyList<UsageReport> reports, Caller caller, CancellationToken cancellationToken)
    {
        var ids = reports.Select(report => report.SubscriptionId).Distinct().ToList();
        var subscriptions = await db.Subscriptions.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        if (reports.FirstOrDefault(report => !subscriptions.ContainsKey(report.SubscriptionId)) is { } unknown)
        {
            return new Refusal("not_found", "There is no such subscription.", RefusalKind.NotFound).In(unknown.Path);
        }

        var now = clock.Now;
        var known = await Known([.. reports.Select(KeyOf)], cancellationToken);
        var fresh = new Dictionary<UsageKey, UsageEvent>();
        foreach (var report in reports.Where(report => !known.ContainsKey(KeyOf(report)) && !fresh.ContainsKey(KeyOf(report))))
        {
            var used = EventOf(report, subscriptions[report.SubscriptionId], caller, now);
            if (Check(used, subscriptions[report.SubscriptionId], now) is { } refusal)
            {
                return refusal.In(report.Path);
            }

            fresh.Add(KeyOf(report), used);
        }

        var inserted = await Insert([.. fresh.Values], cancellationToken);
        if (inserted.Count < fresh.Count)
        {
            // Somebody reported them at the same moment; the insert waited until that was committed.
            foreach (var (key, raced) in await Known([.. fresh.Keys.Where(key => !inserted.Contains(key))], cancellationToken))
            {
                known.Add(key, raced);
                fresh.Remove(key);
            }
        }

        if (reports.FirstOrDefault(report => !IsSame(report, known.GetValueOrDefault(KeyOf(report)) ?? fresh[KeyOf(report)])) is { } other)
        {
            return new Refusal("usage_event_differs", "This event was reported before with other contents.", RefusalKind.Unprocessable).In(other.Path);
        }

        await Follow([.. fresh.Values], subscriptions, now, cancellationToken);
        var isNew = fresh.Keys.ToHashSet();
        return reports
            .Select(report => new ReportedUsage(
                known.GetValueOrDefault(KeyOf(report)) ?? fresh[KeyOf(report)], isNew.Remove(KeyOf(report)), subscriptions[report.SubscriptionId]))
            .ToList();
    }

    /// <summary>What new events set going: trials, and fees.</summary>
    private async Task Follow(IReadOnlyList<UsageEvent> events, Dictionary<Guid, Subscription> subscriptions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = events
            .Where(used => subscriptions[used.SubscriptionId].FirstUsedAt is null)
            .DistinctBy(used => used.SubscriptionId)
            .ToDictionary(used => used.SubscriptionId, used => used.At);
        foreach (var started in await firstUse.Record([.. first.Keys.Select(id => subscriptions[id])], first, cancellationToken))
        {
            subscriptions[started.Id] = started;
        }

        await tallies.Count([.. events.Where(used => UsageRules.FeeOf(used.Kind) is not null)], now, cancellationToken);
    }

    private static UsageEvent EventOf(UsageReport report, Subscription subscription, Caller caller, DateTimeOffset now) => new()
    {
        SubscriptionId = subscription.Id,
        EventId = report.Body.EventId,
        RealmId = caller.RealmId,
        SellerId = subscription.SellerId,
        BuyerId = subscription.BuyerId,
        Kind = report.Body.Kind,
        Quantity = report.Body.Quantity,
        At = ToMicroseconds(report.Body.At ?? now),
        RecordedAt = now,
    };

    private static Refusal? Check(UsageEvent used, Subscription subscription, DateTimeOffset now) =>
        UsageRules.Check(subscription.Status, used.Quantity, used.At, subscription.BoughtAt, now)
        ?? UsageRules.CheckEvents(UsageRules.FeeOf(used.Kind), used.Quantity);

    private static bool IsSame(UsageReport report, UsageEvent known) =>
        known.Kind == report.Body.Kind && known.Quantity == report.Body.Quantity && (report.Body.At is not { } at || known.At == ToMicroseconds(at));

    private async Task<Dictionary<UsageKey, UsageEvent>> Known(IReadOnlyCollection<UsageKey> keys, CancellationToken cancellationToken)
    {
        var distinct = keys.Distinct().ToList();
        Guid[] subscriptions = [.. distinct.Select(key => key.SubscriptionId)];
        string[] events = [.. distinct.Select(key => key.EventId)];
        return await db.UsageEvents
            .FromSql(
                $"""
                SELECT event.* FROM usage_events AS event
                JOIN unnest({subscriptions}, {events}) AS reported (subscription_id, event_id) USING (subscription_id, event_id)
                """)
            .AsNoTracking()
            .ToDictionaryAsync(row => new UsageKey(row.SubscriptionId, row.EventId), cancellationToken);
    }

    /// <summary>Those that nobody else has written meanwhile. In one order, so that two who report some of the same wait for each other and not both.</summary>
    private async Task<IReadOnlySet<UsageKey>> Insert(IReadOnlyList<UsageEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return new HashSet<UsageKey>();
        }

        UsageEvent[] ordered = [.. events.OrderBy(used => used.SubscriptionId).ThenBy(used => used.EventId, StringComparer.Ordinal)];
        Guid[] subscriptions = [.. ordered.Select(used => used.SubscriptionId)];
        Guid[] sellers = [.. ordered.Select(used => used.SellerId)];
        Guid[] buyers = [.. ordered.Select(used => used.BuyerId)];
        string[] ids = [.. ordered.Select(used => used.EventId)];
        string[] kinds = [.. ordered.Select(used => used.Kind)];
        int[] quantities = [.. ordered.Select(used => used.Quantity)];
        DateTimeOffset[] times = [.. ordered.Select(used => used.At)];
        var (realm, now) = (ordered[0].RealmId, ordered[0].RecordedAt.ToUniversalTime());
        var inserted = await db.Database.SqlQuery<string>(
            $"""
            INSERT INTO usage_events (subscription_id, event_id, realm_id, seller_id, buyer_id, kind, quantity, at, recorded_at)
            SELECT reported.subscription_id, reported.event_id, {realm}, reported.seller_id, reported.buyer_id, reported.kind, reported.quantity, reported.at, {now}
            FROM unnest({subscriptions}, {ids}, {sellers}, {buyers}, {kinds}, {quantities}, {times})
                AS reported (subscription_id, event_id, seller_id, buyer_id, kind, quantity, at)
            ON CONFLICT DO NOTHING
            RETURNING subscription_id || event_id AS "Value"
            """).ToListAsync(cancellationToken);
        var written = inserted.ToHashSet(StringComparer.Ordinal);
        return ordered.Select(used => new UsageKey(used.SubscriptionId, used.EventId)).Where(key => written.Contains($"{key.SubscriptionId}{key.EventId}")).ToHashSet();
    }

    private static UsageKey KeyOf(UsageReport report) => new(report.SubscriptionId, report.Body.EventId);

    /// <summary>As PostgreSQL keeps it, in UTC, so that a repetition compares equal.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private readonly record struct UsageKey(Guid SubscriptionId, string EventId);
}
