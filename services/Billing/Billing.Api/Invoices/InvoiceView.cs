using Billing.Api.Payments;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Invoices;

/// <summary>An invoice in a list.</summary>
/// <param name="Number">Without gaps per seller.</param>
/// <param name="IssuedOn">In the seller's calendar, as is the due date.</param>
/// <param name="ReferenceNumber">The buyer's own.</param>
internal sealed record InvoiceSummaryView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Number,
    InvoiceType Type,
    InvoiceStatus Status,
    DateOnly IssuedOn,
    DateOnly DueOn,
    string? ReferenceNumber,
    Money AmountDue,
    Money AmountPaid)
{
    public static InvoiceSummaryView Of(Invoice invoice) => new(
        invoice.Id,
        invoice.ConnectionId,
        invoice.SellerId,
        invoice.BuyerId,
        invoice.NumberText,
        invoice.Type,
        invoice.Status,
        invoice.IssuedOn,
        invoice.DueOn,
        invoice.ReferenceNumber,
        invoice.AmountDue,
        invoice.AmountPaid);
}

/// <summary>An invoice with its lines, which explain themselves, and what was paid.</summary>
internal sealed record InvoiceView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string SellerName,
    string BuyerName,
    string Number,
    InvoiceType Type,
    InvoiceStatus Status,
    DateOnly IssuedOn,
    DateOnly DueOn,
    string? ReferenceNumber,
    Money AmountDue,
    Money AmountPaid,
    IReadOnlyList<InvoiceLineView> Lines,
    IReadOnlyList<PaymentView> Payments,
    long Version) : IVersionedView
{
    public static InvoiceView Of(Invoice invoice, string sellerName, string buyerName) => new(
        invoice.Id,
        invoice.ConnectionId,
        invoice.SellerId,
        invoice.BuyerId,
        sellerName,
        buyerName,
        invoice.NumberText,
        invoice.Type,
        invoice.Status,
        invoice.IssuedOn,
        invoice.DueOn,
        invoice.ReferenceNumber,
        invoice.AmountDue,
        invoice.AmountPaid,
        [.. invoice.Lines.OrderBy(line => line.Position).Select(InvoiceLineView.Of)],
        [.. invoice.Payments.OrderBy(payment => payment.Id).Select(PaymentView.Of)],
        invoice.Version);
}

/// <param name="EndAccountName">On a wholesale line, for whom the account is.</param>
/// <param name="PeriodEnd">The first day not charged for.</param>
/// <param name="Days">Charged, of the <paramref name="PeriodDays"/> in the whole period.</param>
/// <param name="Formula">The arithmetic, for a person.</param>
internal sealed record InvoiceLineView(
    int Position,
    Guid SubscriptionId,
    Guid ProductId,
    string ProductName,
    string? EndAccountName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Days,
    int PeriodDays,
    int Quantity,
    Money UnitPrice,
    PriceSource PriceSource,
    int PriceVersion,
    string Formula,
    Money Amount)
{
    public static InvoiceLineView Of(Charge charge) => new(
        charge.Position,
        charge.SubscriptionId,
        charge.ProductId,
        charge.ProductName,
        charge.EndAccountName,
        charge.PeriodStart,
        charge.PeriodEnd,
        charge.Days,
        charge.PeriodDays,
        charge.Quantity,
        charge.UnitPrice,
        charge.PriceSource,
        charge.PriceVersion,
        charge.Formula,
        charge.Amount);
}

internal sealed record PaymentView(Guid Id, Money Amount, string? Reference, DateTimeOffset RecordedAt)
{
    public static PaymentView Of(Payment payment) => new(payment.Id, payment.Amount, payment.Reference, payment.RecordedAt);
}
