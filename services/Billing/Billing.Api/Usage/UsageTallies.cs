using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;

namespace Billing.Api.Usage;

/// <summary>
/// Counts events on every edge of a sale and hands them over to be billed. The reporter need not know the edges above its own, so this looks past its scope
/// (the realm still holds); what it counts there goes into rows of those edges, never into an answer.
/// </summary>
internal sealed class UsageTallies(BillingDb db)
{
    /// <summary>Counts events that were recorded in this transaction, on each edge that charges for them.</summary>
    /// <param name="events">Of kinds that have a fee.</param>
    public async Task Count(IReadOnlyCollection<UsageEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var (realm, ids) = (events.First().RealmId, events.Select(used => used.SubscriptionId).Distinct().ToList());
        var edges = await (
            from rate in db.UsageRates.IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            where rate.RealmId == realm && ids.Contains(rate.SubscriptionId)
            join schedule in db.BillingSchedules.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]) on rate.ScheduleId equals schedule.Id
            orderby schedule.Id, rate.Kind
            select new { Rate = rate, Schedule = schedule }).AsNoTracking().ToListAsync(cancellationToken);
        var used = events.ToLookup(one => (one.SubscriptionId, UsageRules.FeeOf(one.Kind)));
        foreach (var edge in edges)
        {
            var calendar = edge.Schedule.Calendar();
            var charged = used[(edge.Rate.SubscriptionId, edge.Rate.Kind)]
                .Select(one => (one.Quantity, On: calendar.DateOf(one.At)))
                .Where(one => UsageRules.IsCharged(edge.Schedule.ChargedFrom, one.On))
                .ToList();
            if (charged.Count > 0)
            {
                await Add(edge.Rate, charged.Sum(one => one.Quantity), charged.Min(one => one.On), charged.Max(one => one.On), cancellationToken);
                if (edge.Schedule.NextChargeAt is null)
                {
                    // Nothing else is billed there any more that could take it along.
                    db.ScheduleBilling(edge.Schedule.ConnectionId, now);
                }
            }
        }
    }

    /// <summary>Closes what was counted on these edges, one line for each tally. What is reported from now on goes to the next invoice.</summary>
    /// <param name="connectionIds">The edges.</param>
    /// <param name="upTo">The moment of billing.</param>
    public async Task<IReadOnlyList<Billable>> Close(Guid[] connectionIds, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var closedAt = upTo.ToUniversalTime();
        var closed = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE usage_tallies SET closed_at = {closedAt} WHERE connection_id = ANY({connectionIds}) AND closed_at IS NULL RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        return closed.Count == 0 ? [] : await Read(db.UsageTallies.Where(tally => closed.Contains(tally.Id)), cancellationToken);
    }

    /// <summary>What would be closed, for whoever only looks.</summary>
    public Task<IReadOnlyList<Billable>> Open(Guid[] connectionIds, CancellationToken cancellationToken) =>
        Read(db.UsageTallies.Where(tally => connectionIds.Contains(tally.ConnectionId) && tally.ClosedAt == null), cancellationToken);

    private async Task<IReadOnlyList<Billable>> Read(IQueryable<UsageTally> tallies, CancellationToken cancellationToken)
    {
        var rows = await (
            from tally in tallies.AsNoTracking()
            join schedule in db.BillingSchedules.AsNoTracking() on tally.ScheduleId equals schedule.Id
            orderby schedule.Id, tally.Kind, tally.Id
            select new { Tally = tally, Schedule = schedule }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.Tally.ToBillable(row.Schedule))];
    }

    /// <summary>Another product, or the same one priced anew: events from now on cost that. What was counted stays at its price.</summary>
    public async Task Reprice(IReadOnlyList<BillingSchedule> schedules, IReadOnlyList<ResolvedFee> fees, CancellationToken cancellationToken)
    {
        var ids = schedules.Select(schedule => schedule.Id).ToList();
        await db.UsageRates.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]).Where(rate => ids.Contains(rate.ScheduleId)).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(schedules.SelectMany(schedule => UsageRate.Of(schedule, fees)));
    }

    /// <summary>Into the open tally of that price, or a new one. If the open one is being closed, this waits for that and opens the next.</summary>
    private Task Add(UsageRate rate, int events, DateOnly firstOn, DateOnly lastOn, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO usage_tallies AS tally
            (id, realm_id, seller_id, buyer_id, connection_id, schedule_id, kind, unit_price_minor_units, unit_price_currency, price_source, price_version,
             events, first_on, last_on)
        VALUES
            ({Guid.CreateVersion7()}, {rate.RealmId}, {rate.SellerId}, {rate.BuyerId}, {rate.ConnectionId}, {rate.ScheduleId}, {rate.Kind.ToString()},
             {rate.UnitPrice.MinorUnits}, {rate.UnitPrice.Currency.Code}, {rate.PriceSource.ToString()}, {rate.PriceVersion}, {events}, {firstOn}, {lastOn})
        ON CONFLICT (schedule_id, kind, unit_price_currency, unit_price_minor_units, price_source, price_version) WHERE closed_at IS NULL
        DO UPDATE SET events = tally.events + excluded.events, first_on = least(tally.first_on, excluded.first_on), last_on = greatest(tally.last_on, excluded.last_on)
        """,
        cancellationToken);
}
