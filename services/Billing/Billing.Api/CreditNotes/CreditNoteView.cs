using Billing.Api.Invoices;
using Billing.Domain;
using Primitives;

namespace Billing.Api.CreditNotes;

/// <summary>A credit note in a list.</summary>
/// <param name="InvoiceId">The invoice it corrects; null where lines of its own came out negative.</param>
/// <param name="Total">Net and tax.</param>
/// <param name="ToBalance">How much of it became credit of the connection, because nothing was left to pay.</param>
internal sealed record CreditNoteSummaryView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Number,
    Guid? InvoiceId,
    InvoiceType Type,
    DateOnly IssuedOn,
    string? Reason,
    Money Net,
    Money Tax,
    Money Total,
    Money ToBalance)
{
    public static CreditNoteSummaryView Of(CreditNote note) => new(
        note.Id,
        note.ConnectionId,
        note.SellerId,
        note.BuyerId,
        note.NumberText,
        note.InvoiceId,
        note.Type,
        note.IssuedOn,
        note.Reason,
        note.Net,
        note.Tax,
        note.Gross,
        note.ToBalance);
}

/// <summary>A credit note with what it gives back of each line.</summary>
internal sealed record CreditNoteView(CreditNoteSummaryView CreditNote, string SellerName, string BuyerName, IReadOnlyList<CreditNoteLineView> Lines);

/// <param name="Line">The charge, as it was invoiced.</param>
/// <param name="Net">Given back of it; negative for what a credit note of its own lines asks for.</param>
internal sealed record CreditNoteLineView(int Position, InvoiceLineView Line, Money Net, decimal TaxPercent, Money Tax)
{
    public static CreditNoteLineView Of(CreditNoteLine line, Charge charge) => new(line.Position, InvoiceLineView.Of(charge), line.Net, line.TaxPercent, line.Tax);
}
