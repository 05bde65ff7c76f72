using Facts = Billing.Contracts.V1;

namespace Billing.Api.Invoices;

internal static class InvoiceFacts
{
    public static Facts.Invoice ToFact(this Invoice invoice) => new(
        invoice.Id,
        invoice.ConnectionId,
        invoice.SellerId,
        invoice.BuyerId,
        invoice.NumberText,
        invoice.Type.ToWord(),
        invoice.Status.ToWord(),
        invoice.IssuedOn,
        invoice.DueOn,
        invoice.AmountDue.ToFact(),
        invoice.AmountPaid.ToFact(),
        invoice.ReferenceNumber,
        invoice.Net.ToFact(),
        invoice.Tax.ToFact(),
        invoice.AmountCredited.ToFact(),
        invoice.OrderNumber);
}
