using Billing.Api.Connections;
using Billing.Api.Payments;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Invoices;

internal static class InvoiceComposition
{
    /// <summary>
    /// A draft as the invoice it becomes, with its lines, but for its number. Reads and writes nothing, so whoever issues many at once makes the very same rows.
    /// </summary>
    /// <param name="lines">What the draft was made of.</param>
    /// <param name="paid">What the connection's credit balance pays of it.</param>
    public static Invoice Compose(
        Connection edge,
        IssuingParties parties,
        InvoiceDraft draft,
        IReadOnlyList<Billable> lines,
        Money paid,
        string? orderNumber,
        DateTimeOffset now)
    {
        var terms = InvoiceRules.Issue(draft.Gross, paid, now, edge.PaymentTermsDays, lines[draft.Lines[0].Source].Schedule.Calendar());
        var invoice = new Invoice
        {
            Id = Guid.CreateVersion7(),
            RealmId = edge.RealmId,
            SellerId = edge.SellerId,
            BuyerId = edge.BuyerId,
            ConnectionId = edge.Id,
            Type = draft.Type,
            Status = terms.Status,
            IssuedOn = terms.IssuedOn,
            DueOn = terms.DueOn,
            IssuedAt = now,
            OverdueAt = terms.OverdueAt,
            SellerPrinted = parties.Seller,
            BuyerPrinted = parties.Buyer,
            ReferenceNumber = edge.ReferenceNumber,
            OrderNumber = orderNumber,
            Net = draft.Net,
            Tax = draft.Tax,
            IsReverseCharge = draft.IsReverseCharge,
            AmountDue = draft.Gross,
            AmountPaid = paid,
            AmountCredited = Money.Zero(paid.Currency),
        };
        invoice.Lines.AddRange(draft.Lines.Select(line => Charge.Of(lines[line.Source], line, invoiceId: invoice.Id)));
        if (!paid.IsZero)
        {
            invoice.Payments.Add(Payment.FromBalance(invoice, paid, now));
        }

        return invoice;
    }
}
