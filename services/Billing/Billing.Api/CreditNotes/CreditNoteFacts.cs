using Facts = Billing.Contracts.V1;

namespace Billing.Api.CreditNotes;

internal static class CreditNoteFacts
{
    public static Facts.CreditNote ToFact(this CreditNote note) => new(
        note.Id,
        note.ConnectionId,
        note.SellerId,
        note.BuyerId,
        note.NumberText,
        note.InvoiceId,
        note.IssuedOn,
        note.Net.ToFact(),
        note.Tax.ToFact(),
        note.Gross.ToFact(),
        note.ToBalance.ToFact());
}
