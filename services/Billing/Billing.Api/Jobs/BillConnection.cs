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

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        for (var left = items; left.Count > 0;)
        {
            left = await RunSome(left, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<DueWorkItem>> RunSome(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        var edges = items.ToLookup(item => item.Payload<Edge>().ConnectionId);
        var (_, left) = await bill.Run([.. edges.Select(edge => edge.Key)], items[0].DueAt, cancellationToken);
        return [.. left.SelectMany(edge => edges[edge])];
    }

    internal sealed record Edge(Guid ConnectionId);
}
