using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Api.Tax;
using Billing.Api.Usage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.BillRuns;

/// <summary>An edge with something to charge, and what decides about it.</summary>
/// <param name="Schedules">Those that are due, in the order in which they are printed.</param>
/// <param name="Usage">What was used on it, in arrears.</param>
/// <param name="HasBalance">There is credit to pay with.</param>
/// <param name="HasCard">There is a card to charge.</param>
/// <param name="OrderNumbers">Of the orders that made what is charged for the first time, by subscription.</param>
internal sealed record DueEdge(
    Connection Edge,
    IReadOnlyList<BillingSchedule> Schedules,
    IReadOnlyList<Billable> Usage,
    IssuingParties Parties,
    bool HasBalance,
    bool HasCard,
    IReadOnlyDictionary<Guid, string> OrderNumbers)
{
    public TaxContext Tax => Parties.Tax;
}

/// <summary>Reads the due edges of a chunk in a handful of queries, however many they are. Nothing is tracked.</summary>
internal sealed class DueEdges(BillingDb db, TaxReader taxes, UsageTallies tallies)
{
    /// <summary>Schedules that are held in memory at once, unless a single edge has more.</summary>
    private const int MostSchedules = 2000;

    /// <summary>
    /// The edges that may have something due, in portions that fit into memory however many subscriptions a reseller's edge has; in the order of their sellers,
    /// so that whoever works on several portions in one transaction locks the sellers' counters in the same order as everybody else.
    /// </summary>
    public async Task<IReadOnlyList<Guid[]>> Portions(Guid[] connectionIds, CancellationToken cancellationToken)
    {
        // All that an edge has, whether due or not, is counted by the index alone: a reseller's may be looked at several times before its turn comes.
        var edges = await db.Connections
            .Where(edge => connectionIds.Contains(edge.Id))
            .OrderBy(edge => edge.SellerId)
            .ThenBy(edge => edge.Id)
            .Select(edge => new
            {
                ConnectionId = edge.Id,
                Schedules = db.BillingSchedules.Count(row => row.ConnectionId == edge.Id),
                WasUsed = db.UsageTallies.Any(row => row.ConnectionId == edge.Id && row.ClosedAt == null),
            })
            .ToListAsync(cancellationToken);
        var portions = new List<Guid[]>();
        var portion = new List<Guid>();
        var size = 0;
        foreach (var edge in edges.Where(edge => edge.Schedules > 0 || edge.WasUsed))
        {
            if (size > 0 && size + edge.Schedules > MostSchedules)
            {
                portions.Add([.. portion]);
                portion.Clear();
                size = 0;
            }

            portion.Add(edge.ConnectionId);
            size += edge.Schedules;
        }

        if (portion.Count > 0)
        {
            portions.Add([.. portion]);
        }

        return portions;
    }

    /// <summary>Locks the schedules of these edges that are due exactly then, and closes what was used on them. Edges that have neither are left out: they were billed before.</summary>
    public async Task<IReadOnlyList<DueEdge>> Lock(Guid[] connectionIds, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = await db.LockDueSchedules(connectionIds, dueAt, cancellationToken);
        return await Read(
            connectionIds, db.BillingSchedules.Where(schedule => due.Contains(schedule.Id)), await tallies.Close(connectionIds, dueAt, cancellationToken), cancellationToken);
    }

    /// <summary>As <see cref="Lock"/>, for whoever only looks.</summary>
    public async Task<IReadOnlyList<DueEdge>> Read(Guid[] connectionIds, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = dueAt.ToUniversalTime();
        return await Read(
            connectionIds,
            db.BillingSchedules.Where(schedule => connectionIds.Contains(schedule.ConnectionId) && schedule.NextChargeAt == due),
            await tallies.Open(connectionIds, cancellationToken),
            cancellationToken);
    }

    private async Task<IReadOnlyList<DueEdge>> Read(
        Guid[] connectionIds, IQueryable<BillingSchedule> due, IReadOnlyList<Billable> used, CancellationToken cancellationToken)
    {
        var schedules = await due.AsNoTracking().OrderBy(schedule => schedule.Id).ToListAsync(cancellationToken);
        var byEdge = schedules.ToLookup(schedule => schedule.ConnectionId);
        var usage = used.ToLookup(billable => billable.Schedule.ConnectionId);
        var edges = await db.Connections.AsNoTracking().Where(row => connectionIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var parties = await taxes.Of(edges.Values, cancellationToken);
        var orders = await OrderNumbers(schedules, cancellationToken);
        var balances = await db.CreditBalances
            .Where(row => connectionIds.Contains(row.ConnectionId) && row.MinorUnits > 0)
            .Select(row => row.ConnectionId)
            .ToHashSetAsync(cancellationToken);
        var cards = await db.CardsOnFile
            .Where(row => connectionIds.Contains(row.ConnectionId))
            .Select(row => row.ConnectionId)
            .ToHashSetAsync(cancellationToken);
        return
        [
            .. connectionIds
                .Where(id => byEdge.Contains(id) || usage.Contains(id))
                .Select(id => new DueEdge(edges[id], [.. byEdge[id]], [.. usage[id]], parties(edges[id]), balances.Contains(id), cards.Contains(id), orders)),
        ];
    }

    /// <summary>A first charge that waited for the end of a trial belongs to its order, as one at the delivery does. On the edges above the order is nobody's business.</summary>
    private async Task<IReadOnlyDictionary<Guid, string>> OrderNumbers(IReadOnlyList<BillingSchedule> schedules, CancellationToken cancellationToken)
    {
        var first = schedules.Where(schedule => schedule is { NextPeriod: 0, EndAccountName: null }).Select(schedule => schedule.SubscriptionId).ToList();
        return first.Count == 0
            ? new Dictionary<Guid, string>()
            : await db.Subscriptions
                .Where(row => first.Contains(row.Id) && row.OrderId != null)
                .Join(db.Orders, row => row.OrderId, order => order.Id, (row, order) => new { row.Id, order.Number })
                .ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken);
    }
}
