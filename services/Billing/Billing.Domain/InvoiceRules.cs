using Primitives;

namespace Billing.Domain;

/// <summary>An invoice's dates and what it starts with.</summary>
/// <param name="IssuedOn">In the seller's calendar.</param>
/// <param name="DueOn">The last day to pay on.</param>
/// <param name="OverdueAt">The first instant after that day, for the seller.</param>
/// <param name="Status">Unpaid, or Paid where there is nothing to pay.</param>
public sealed record InvoiceTerms(DateOnly IssuedOn, DateOnly DueOn, DateTimeOffset OverdueAt, InvoiceStatus Status);

/// <summary>An invoice after a payment.</summary>
public sealed record PaidUp(Money AmountPaid, InvoiceStatus Status);

public static class InvoiceRules
{
    /// <param name="amountDue">The total, tax included.</param>
    /// <param name="amountPaid">What the connection's credit balance pays of it at once.</param>
    /// <param name="now">The moment of issue.</param>
    /// <param name="paymentTermsDays">Days from issue to the due date.</param>
    /// <param name="calendar">The seller's.</param>
    public static InvoiceTerms Issue(Money amountDue, Money amountPaid, DateTimeOffset now, int paymentTermsDays, SellerCalendar calendar)
    {
        var issuedOn = calendar.DateOf(now);
        var dueOn = issuedOn.AddDays(paymentTermsDays);
        return new InvoiceTerms(issuedOn, dueOn, calendar.StartOf(dueOn.AddDays(1)), amountPaid < amountDue ? InvoiceStatus.Unpaid : InvoiceStatus.Paid);
    }

    /// <summary>Takes a payment, whole or in part.</summary>
    public static Result<PaidUp> Pay(InvoiceStatus status, Money due, Money paid, Money payment, InvoiceActor by)
    {
        if (payment.Currency != due.Currency)
        {
            return Refusal.Invalid("amount.currency", "currency_mismatch", $"The invoice is in {due.Currency.Code}.");
        }

        if (payment.IsNegative || payment.IsZero)
        {
            return Refusal.Invalid("amount.amount", "payment_not_positive", "A payment is more than zero.");
        }

        var open = due - paid;
        var action = payment < open ? InvoiceAction.PayPart : InvoiceAction.PayRest;
        if (InvoiceLifecycle.Table.Next(status, action, by).IsRefused(out var refusal, out var next))
        {
            return refusal;
        }

        return payment > open
            ? new Refusal("payment_exceeds_amount_due", $"{open} is still to be paid.", RefusalKind.Unprocessable)
            : new PaidUp(paid + payment, next);
    }
}
