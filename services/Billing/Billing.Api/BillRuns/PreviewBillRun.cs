using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.BillRuns;

internal sealed record PreviewBillRunBody(Guid ConnectionId);

/// <summary>What a connection's next run will issue, if nothing changes until then.</summary>
/// <param name="DueAt">Null where nothing more will be charged.</param>
internal sealed record BillRunPreviewView(Guid ConnectionId, DateTimeOffset? DueAt, IReadOnlyList<DraftView> Drafts);

/// <summary>An invoice, or a credit note where more is given back than asked for.</summary>
internal sealed record DraftView(InvoiceType Type, bool IsCreditNote, bool IsReverseCharge, Money Net, Money Tax, Money Total, IReadOnlyList<DraftLineView> Lines);

/// <param name="EndAccountName">On a wholesale line, for whom the account is.</param>
/// <param name="PeriodEnd">The first day not charged for.</param>
/// <param name="Formula">The arithmetic, for a person.</param>
internal sealed record DraftLineView(
    int Position,
    Guid ProductId,
    string ProductName,
    string? EndAccountName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Quantity,
    Money UnitPrice,
    string Formula,
    Money Net,
    decimal TaxPercent,
    Money Tax);

/// <summary>The next run of one connection, decided as the run will decide it, and not written.</summary>
internal static class PreviewBillRun
{
    public static async Task<Results<Ok<BillRunPreviewView>, ProblemHttpResult>> Handle(
        PreviewBillRunBody body, Caller caller, BillingDb db, DueEdges dueEdges, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == body.ConnectionId, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        if (connection.SellerId != caller.OrganizationId)
        {
            return Problems.Of(BillConnectionNow.OnlySeller);
        }

        var next = await db.BillingSchedules.Where(row => row.ConnectionId == connection.Id).MinAsync(row => row.NextChargeAt, cancellationToken);
        var due = next is { } at ? await dueEdges.Read([connection.Id], at, cancellationToken) : [];
        return TypedResults.Ok(new BillRunPreviewView(connection.Id, next, [.. due.Select(BillableEdge.Of).SelectMany(edge => edge.Drafts.Select(draft => View(edge, draft)))]));
    }

    private static DraftView View(BillableEdge edge, InvoiceDraft draft) => new(
        draft.Type, draft.IsCreditNote, draft.IsReverseCharge, draft.Net, draft.Tax, draft.Gross, [.. draft.Lines.Select(line => View(edge, line))]);

    private static DraftLineView View(BillableEdge edge, DraftLine line)
    {
        var billable = edge.Lines[line.Source];
        return new DraftLineView(
            line.Position,
            billable.Product.Id,
            billable.Product.Name,
            billable.Schedule.EndAccountName,
            billable.Line.Period.Start,
            billable.Line.Period.End,
            billable.Line.Quantity,
            billable.Line.Price.Unit,
            billable.Line.Formula,
            line.Net,
            line.Rate.Percent,
            line.Tax);
    }
}
