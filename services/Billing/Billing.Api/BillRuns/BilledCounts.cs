namespace Billing.Api.BillRuns;

/// <summary>What was billed.</summary>
/// <param name="Connections">Those on which something was due.</param>
/// <param name="Charges">Lines.</param>
/// <param name="Invoices">And credit notes.</param>
internal sealed record BilledCounts(int Connections, int Charges, int Invoices)
{
    public static readonly BilledCounts None = new(0, 0, 0);

    public static BilledCounts operator +(BilledCounts left, BilledCounts right) =>
        new(left.Connections + right.Connections, left.Charges + right.Charges, left.Invoices + right.Invoices);

    public static BilledCounts Of(IReadOnlyCollection<BillableEdge> edges) =>
        new(edges.Count, edges.Sum(edge => edge.Lines.Count), edges.Sum(edge => edge.Drafts.Count));
}
