using Billing.Api.Invoices;
using Billing.Domain;

namespace Billing.Api.BillRuns;

/// <summary>What is to be issued on a due edge.</summary>
/// <param name="Lines">Of its schedules, which have moved on, and of what was used; none where all of them had ended.</param>
internal sealed record BillableEdge(DueEdge Due, IReadOnlyList<Billable> Lines, IReadOnlyList<InvoiceDraft> Drafts)
{
    /// <summary>Credit is given or used, which changes more rows than a bill run writes in bulk: such an edge is issued by itself.</summary>
    public bool InvolvesCredit => Drafts.Count > 0 && (Due.HasBalance || Drafts.Any(draft => draft.IsCreditNote));

    /// <summary>The order that all of these were bought with and are charged for the first time; null where there is no such one.</summary>
    public string? OrderNumberOf(IEnumerable<Billable> lines)
    {
        var numbers = lines.Select(NumberOf).Distinct(StringComparer.Ordinal).ToList();
        return numbers is [var only] ? only : null;

        // The same subscription may be due on the edges above in the same moment.
        string? NumberOf(Billable line) =>
            line is { Kind: not ChargeKind.Usage, Schedule: { EndAccountName: null, SubscriptionId: var id } } ? Due.OrderNumbers.GetValueOrDefault(id) : null;
    }

    public static BillableEdge Of(DueEdge due)
    {
        Billable[] lines = [.. due.Schedules.Select(Billable.Next).OfType<Billable>(), .. due.Usage];
        return new BillableEdge(due, lines, InvoiceDrafting.Draft([.. lines.Select(line => line.ToLine())], due.Tax));
    }
}
