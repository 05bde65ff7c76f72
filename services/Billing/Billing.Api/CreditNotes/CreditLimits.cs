using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.CreditNotes;

/// <summary>
/// Holds what a change would give back against what credit notes gave back already. Part of planning a change, so that its quote shows the very same lines.
/// The edges may lie above the caller's own: this looks past the caller's scope, and what it finds becomes lines of those edges.
/// </summary>
internal sealed class CreditLimits(BillingDb db)
{
    /// <param name="planned">With their schedules locked.</param>
    public async Task<List<PlannedEdge>> Keep(List<PlannedEdge> planned, CancellationToken cancellationToken)
    {
        var limited = new List<PlannedEdge>(planned.Count);
        foreach (var edge in planned)
        {
            limited.Add(edge.Change is { } change && change.Before.Any(line => line.Amount.IsNegative) ? await Keep(edge, change, cancellationToken) : edge);
        }

        return limited;
    }

    private async Task<PlannedEdge> Keep(PlannedEdge edge, ProratedChange change, CancellationToken cancellationToken)
    {
        var start = change.Before.Min(line => line.Period.Start);
        var end = change.Before.Max(line => line.Period.End);
        var charges = db.Charges
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .Where(charge => charge.SubscriptionId == edge.Schedule.SubscriptionId && charge.ConnectionId == edge.Schedule.ConnectionId
                && (charge.Kind == ChargeKind.Recurring || charge.Kind == ChargeKind.Proration) && charge.PeriodStart < end && charge.PeriodEnd > start);
        var credited = await (
            from line in db.CreditNoteLines.IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            join note in db.CreditNotes.IgnoreQueryFilters([ServiceDbContext.ScopeFilter]) on line.CreditNoteId equals note.Id
            join charge in charges on line.ChargeId equals charge.Id
            where note.InvoiceId != null
            select line.Net.MinorUnits).SumAsync(cancellationToken);
        if (credited == 0)
        {
            return edge;
        }

        var charged = await charges.SumAsync(charge => charge.Amount.MinorUnits, cancellationToken);
        var left = new Money(charged - credited, edge.Schedule.UnitPrice.Currency);
        return edge with { Change = change with { Before = CreditLimit.Keep(change.Before, change.After, left) } };
    }
}
