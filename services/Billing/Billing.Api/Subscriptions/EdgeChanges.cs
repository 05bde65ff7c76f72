using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;

namespace Billing.Api.Subscriptions;

/// <summary>Carries out what was planned on the edges: schedules go on as planned, and the lines are invoiced. The caller saves.</summary>
internal sealed class EdgeChanges(BillingDb db, IssueInvoice issue)
{
    /// <param name="edges">Their schedules locked by this transaction.</param>
    /// <param name="changeId">What caused it: its charges are keyed by it, so each is made once.</param>
    /// <param name="now">The moment of issue.</param>
    public async Task CarryOut(IReadOnlyList<PlannedEdge> edges, Guid changeId, DateTimeOffset now, CancellationToken cancellationToken)
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

        foreach (var onEdge in lines.GroupBy(line => line.Schedule.ConnectionId))
        {
            await issue.Run(onEdge.Key, [.. onEdge], now, orderNumber: null, cancellationToken);
        }
    }
}
