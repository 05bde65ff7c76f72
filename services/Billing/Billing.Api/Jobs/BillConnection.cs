using Billing.Api.BillRuns;
using ServiceDefaults.Time;

namespace Billing.Api.Jobs;

/// <summary>
/// Charges everything that is due at one instant, of many edges together, and invoices it: one invoice per edge, currency and type. Charges, invoices, their
/// events and the next instant's items commit together, and a charge's period is unique: killed anywhere, it is done once.
/// </summary>
internal sealed class BillConnection(BillDueEdges bill) : IBatchedDueWork
{
    public static string Kind => "bill-connection";

    /// <summary>A chunk of a bill run. Large enough that what a statement costs does not count, small enough to stay in the processor's caches.</summary>
    public static int MostAtOnce => 1000;

    public Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken) =>
        bill.Run([.. items.Select(item => item.Payload<Edge>().ConnectionId).Distinct()], items[0].DueAt, cancellationToken);

    internal sealed record Edge(Guid ConnectionId);
}
