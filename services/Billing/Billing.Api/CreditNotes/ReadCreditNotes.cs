using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.CreditNotes;

/// <summary>Credit notes that the caller's organisation issued or got.</summary>
internal static class ReadCreditNotes
{
    public static async Task<Ok<Page<CreditNoteSummaryView>>> List(
        [AsParameters] PageQuery page, Guid? connectionId, Guid? invoiceId, BillingDb db, CancellationToken cancellationToken)
    {
        var notes = db.CreditNotes.AsNoTracking();
        if (connectionId is not null)
        {
            notes = notes.Where(note => note.ConnectionId == connectionId);
        }

        if (invoiceId is not null)
        {
            notes = notes.Where(note => note.InvoiceId == invoiceId);
        }

        return TypedResults.Ok(await notes.ToPageAsync(page, note => note.Id, note => CreditNoteSummaryView.Of(note), cancellationToken));
    }

    public static async Task<Results<Ok<CreditNoteView>, ProblemHttpResult>> Get(Guid id, BillingDb db, CancellationToken cancellationToken) =>
        await View(db, id, cancellationToken) is { } view ? TypedResults.Ok(view) : Problems.NotFound("credit note");

    /// <summary>The whole credit note; null if this caller has none such.</summary>
    public static async Task<CreditNoteView?> View(BillingDb db, Guid id, CancellationToken cancellationToken)
    {
        var note = await db.CreditNotes.AsNoTracking().Include(row => row.Lines).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (note is null)
        {
            return null;
        }

        var ids = note.Lines.Select(line => line.ChargeId).ToList();
        var charges = await db.Charges.AsNoTracking().Where(charge => ids.Contains(charge.Id)).ToDictionaryAsync(charge => charge.Id, cancellationToken);
        var connection = await db.Connections.AsNoTracking().SingleAsync(row => row.Id == note.ConnectionId, cancellationToken);
        return new CreditNoteView(
            CreditNoteSummaryView.Of(note),
            connection.SellerName,
            connection.BuyerName,
            [.. note.Lines.OrderBy(line => line.Position).Select(line => CreditNoteLineView.Of(line, charges[line.ChargeId]))]);
    }
}
