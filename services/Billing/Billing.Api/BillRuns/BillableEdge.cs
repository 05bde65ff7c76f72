using Billing.Api.Invoices;
using Billing.Domain;

namespace Billing.Api.BillRuns;

/// <summary>What is to be issued on a due edge.</summary>
/// <param name="Lines">Of its schedules, which have moved on, and of what was used; none where all of them had ended.</param>
internal sealed record BillableEdge(DueEdge Due, IReadOnlyList<Billable> Lines, IReadOnlyList<InvoiceDraft> Drafts)
{
    /// <summary>Credit is given or used, which changes more rows than a bill run writes in bulk: such an edge is issued by itself.</summary>
    public bool InvolvesCredit => Drafts.Count > 0 && (Due.HasBalance || Drafts.Any(draft => draft.IsCreditNote));

    public static BillableEdge Of(DueEdge due)
    {
        Billable[] lines = [.. due.Schedules.Select(Billable.Next).OfType<Billable>(), .. due.Usage];
        return new BillableEdge(due, lines, InvoiceDrafting.Draft([.. lines.Select(line => line.ToLine())], due.Tax));
    }
}
