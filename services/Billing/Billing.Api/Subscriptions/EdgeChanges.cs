using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;

namespace Billing.Api.Subscriptions;

/// <summary>Carries out what was planned on the edges: schedules go on as planned. The caller invoices the lines, and saves.</summary>
internal sealed class EdgeChanges(BillingDb db)
{
    /// <param name="edges">Their schedules locked by this transaction.</param>
    /// <param name="changeId">What caused it: its charges are keyed by it, so each is made once.</param>
    /// <param name="now">The moment of the change.</param>
    /// <returns>What is to be charged at once.</returns>
    public IReadOnlyList<Billable> CarryOut(IReadOnlyList<PlannedEdge> edges, Guid changeId, DateTimeOffset now)
    {
        var lines = new List<Billable>();
        foreach (var edge in edges)
        {
            foreach (var line in edge.Now)
            {
                lines.Add(new Billable(edge.Schedule, line.Line, ChargeKind.Proration, ChargeKeys.Proration(changeId, lines.Count)) { Product = line.Product });
            }

            if (edge.Schedule.Continue(edge.Terms, edge.Change?.Charge, now))
            {
                db.ScheduleBilling(edge.Schedule.ConnectionId, edge.Schedule.NextChargeAt!.Value);
            }
        }

        return lines;
    }
}
