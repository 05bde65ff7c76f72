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
    Money AmountPaid,
    Money AmountCredited,
    Money AmountOpen,
    string? OrderNumber)
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
        invoice.AmountPaid,
        invoice.AmountCredited,
        invoice.AmountOpen,
        invoice.OrderNumber);
}

/// <summary>An invoice with its lines, which explain themselves, and what was paid.</summary>
/// <param name="Net">The sum of the lines without tax.</param>
/// <param name="AmountDue">Net and tax, as issued.</param>
/// <param name="AmountCredited">What credit notes took off.</param>
/// <param name="AmountOpen">Still to be paid.</param>
/// <param name="TaxNote">Why there is no tax on it, where the buyer accounts for it.</param>
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
    string? OrderNumber,
    Money Net,
    Money Tax,
    string? TaxNote,
    Money AmountDue,
    Money AmountPaid,
    Money AmountCredited,
    Money AmountOpen,
    IReadOnlyList<InvoiceLineView> Lines,
    IReadOnlyList<PaymentView> Payments,
    IReadOnlyList<PaymentAttemptView> Attempts,
    long Version) : IVersionedView
{
    public const string ReverseCharge = "Reverse charge: the recipient accounts for the tax.";

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
        invoice.OrderNumber,
        invoice.Net,
        invoice.Tax,
        invoice.IsReverseCharge ? ReverseCharge : null,
        invoice.AmountDue,
        invoice.AmountPaid,
        invoice.AmountCredited,
        invoice.AmountOpen,
        [.. invoice.Lines.OrderBy(line => line.Position).Select(InvoiceLineView.Of)],
        [.. invoice.Payments.OrderBy(payment => payment.Id).Select(PaymentView.Of)],
        [.. invoice.Attempts.OrderBy(attempt => attempt.Number).Select(PaymentAttemptView.Of)],
        invoice.Version);
}

/// <param name="Kind">Why it is charged.</param>
/// <param name="EndAccountName">On a wholesale line, for whom the account is.</param>
/// <param name="PeriodEnd">The first day not charged for.</param>
/// <param name="Days">Charged, of the <paramref name="PeriodDays"/> in the whole period.</param>
/// <param name="UnitPrice">As charged: <paramref name="UnitDiscount"/> less than the list price.</param>
/// <param name="Formula">The arithmetic, for a person.</param>
/// <param name="Amount">Without tax.</param>
/// <param name="TaxPercent">As it was at issue.</param>
internal sealed record InvoiceLineView(
    Guid Id,
    int Position,
    ChargeKind Kind,
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
    Money UnitDiscount,
    PriceSource PriceSource,
    int PriceVersion,
    string Formula,
    Money Amount,
    decimal TaxPercent,
    Money Tax,
    Money Gross)
{
    public static InvoiceLineView Of(Charge charge) => new(
        charge.Id,
        charge.Position,
        charge.Kind,
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
        charge.UnitDiscount,
        charge.PriceSource,
        charge.PriceVersion,
        charge.Formula,
        charge.Amount,
        charge.TaxPercent,
        charge.Tax,
        charge.Gross);
}

/// <param name="ReversedAt">When it turned out not to hold, and for what reason.</param>
internal sealed record PaymentView(
    Guid Id, PaymentMethod Method, Money Amount, string? Reference, DateTimeOffset RecordedAt, DateTimeOffset? ReversedAt, string? ReversalReason)
{
    public static PaymentView Of(Payment payment) =>
        new(payment.Id, payment.Method, payment.Amount, payment.Reference, payment.RecordedAt, payment.ReversedAt, payment.ReversalReason);
}
