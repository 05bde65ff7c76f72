using Billing.Api.Storage;
using Billing.Api.Usage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <param name="EventId">The reporter's own id of the event: reporting it again changes nothing.</param>
/// <param name="Kind"><c>booking</c> and <c>transfer</c> are charged, where the product has such a fee; any other word only notes that it was used.</param>
/// <param name="At">When; now if left out.</param>
internal sealed record RecordUsageBody(string EventId, string Kind, int Quantity, DateTimeOffset? At);

internal sealed record UsageView(string EventId, string Kind, int Quantity, DateTimeOffset At, DateTimeOffset RecordedAt, SubscriptionView Subscription);

/// <summary>Something was used. The first use of anything in a connection starts its trial.</summary>
internal static class RecordUsage
{
    private const int LongestEventId = 100;
    private const int LongestKind = 50;

    public static async Task<Results<Created<UsageView>, Ok<UsageView>, ProblemHttpResult>> Handle(
        Guid id, RecordUsageBody body, Caller caller, BillingDb db, FirstUse firstUse, UsageTallies tallies, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("eventId", body.EventId, LongestEventId).Text("kind", body.Kind, LongestKind).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var subscription = await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (subscription is null)
        {
            return Problems.NotFound("subscription");
        }

        var now = clock.Now;
        var usedAt = ToMicroseconds(body.At ?? now);
        var known = await Find(db, id, body.EventId, cancellationToken);
        if (known is null)
        {
            var fee = UsageRules.FeeOf(body.Kind);
            if ((UsageRules.Check(subscription.Status, body.Quantity, usedAt, subscription.BoughtAt, now) ?? UsageRules.CheckEvents(fee, body.Quantity)) is { } refusal)
            {
                return Problems.Of(refusal);
            }

            if (await Insert(db, caller.RealmId, subscription, body, usedAt, now, cancellationToken))
            {
                if (subscription.FirstUsedAt is null)
                {
                    subscription = await firstUse.Record(subscription, usedAt, cancellationToken);
                }

                if (fee is { } charged)
                {
                    await tallies.Count(subscription, charged, body.Quantity, usedAt, now, cancellationToken);
                }

                await change.Save(db, cancellationToken);
                return TypedResults.Created((string?)null, new UsageView(body.EventId, body.Kind, body.Quantity, usedAt, now, SubscriptionView.Of(subscription)));
            }

            // Somebody reported it at the same moment; the insert waited until that was committed.
            known = (await Find(db, id, body.EventId, cancellationToken))!;
        }

        return known.Kind == body.Kind && known.Quantity == body.Quantity && (body.At is null || known.At == usedAt)
            ? TypedResults.Ok(new UsageView(known.EventId, known.Kind, known.Quantity, known.At, known.RecordedAt, SubscriptionView.Of(subscription)))
            : Problems.Of(new Refusal("usage_event_differs", "This event was reported before with other contents.", RefusalKind.Unprocessable));
    }

    private static Task<UsageEvent?> Find(BillingDb db, Guid subscriptionId, string eventId, CancellationToken cancellationToken) =>
        db.UsageEvents.AsNoTracking().SingleOrDefaultAsync(row => row.SubscriptionId == subscriptionId && row.EventId == eventId, cancellationToken);

    private static async Task<bool> Insert(
        BillingDb db, Guid realmId, Subscription subscription, RecordUsageBody body, DateTimeOffset usedAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO usage_events (subscription_id, event_id, realm_id, seller_id, buyer_id, kind, quantity, at, recorded_at)
            VALUES ({subscription.Id}, {body.EventId}, {realmId}, {subscription.SellerId}, {subscription.BuyerId}, {body.Kind}, {body.Quantity}, {usedAt}, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) == 1;

    /// <summary>As PostgreSQL keeps it, in UTC, so that a repetition compares equal.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
