using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Api.Tax;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.BillRuns;

/// <summary>An edge with something to charge, and what decides about it.</summary>
/// <param name="Schedules">Those that are due, in the order in which they are printed.</param>
/// <param name="HasBalance">There is credit to pay with.</param>
/// <param name="HasCard">There is a card to charge.</param>
internal sealed record DueEdge(Connection Edge, IReadOnlyList<BillingSchedule> Schedules, TaxContext Tax, bool HasBalance, bool HasCard);

/// <summary>Reads the due edges of a chunk in a handful of queries, however many they are. Nothing is tracked.</summary>
internal sealed class DueEdges(BillingDb db, TaxReader taxes)
{
    /// <summary>Locks the schedules of these edges that are due exactly then. Edges that have none are left out: they were billed before.</summary>
    public async Task<IReadOnlyList<DueEdge>> Lock(Guid[] connectionIds, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var schedules = await db.LockDueSchedules(connectionIds, dueAt, cancellationToken);
        var byEdge = schedules.ToLookup(schedule => schedule.ConnectionId);
        var edges = await db.Connections.AsNoTracking().Where(row => connectionIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var contexts = await taxes.Of(edges.Values, cancellationToken);
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
                .Where(byEdge.Contains)
                .Select(id => new DueEdge(edges[id], [.. byEdge[id]], contexts(edges[id]), balances.Contains(id), cards.Contains(id))),
        ];
    }
}
