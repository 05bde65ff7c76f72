using Primitives;

namespace Billing.Domain;

/// <summary>An invoice's dates and what it starts with.</summary>
/// <param name="IssuedOn">In the seller's calendar.</param>
/// <param name="DueOn">The last day to pay on.</param>
/// <param name="OverdueAt">The first instant after that day, for the seller.</param>
/// <param name="Status">Unpaid, or Paid where there is nothing to pay.</param>
public sealed record InvoiceTerms(DateOnly IssuedOn, DateOnly DueOn, DateTimeOffset OverdueAt, InvoiceStatus Status);

/// <summary>Where an invoice stands.</summary>
/// <param name="Due">As issued.</param>
/// <param name="Paid">What came in for it and was needed for it.</param>
/// <param name="Credited">What credit notes took off.</param>
public sealed record InvoiceStanding(InvoiceStatus Status, Money Due, Money Paid, Money Credited)
{
    public Money Open => Due - Paid - Credited;
}

/// <summary>An invoice after money moved.</summary>
/// <param name="ToBalance">What it did not need, and so became the connection's credit balance; negative where that is taken back.</param>
public sealed record InvoiceChange(InvoiceStanding Standing, Money ToBalance);

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

    /// <summary>Takes a payment: part of what is open, all of it, or more, of which the rest becomes credit balance.</summary>
    public static Result<InvoiceChange> Pay(InvoiceStanding invoice, Money payment, InvoiceActor by)
    {
        if (CheckAmount(payment, invoice.Due.Currency, "payment_not_positive", "A payment is more than zero.") is { } wrong)
        {
            return wrong;
        }

        var action = payment < invoice.Open ? InvoiceAction.PayPart : InvoiceAction.PayRest;
        if (InvoiceLifecycle.Table.Next(invoice.Status, action, by).IsRefused(out var refusal, out var next))
        {
            return refusal;
        }

        var needed = Lesser(payment, invoice.Open);
        return new InvoiceChange(invoice with { Status = next, Paid = invoice.Paid + needed }, payment - needed);
    }

    /// <summary>Takes a credit note: off what is open first; what was paid already goes back to the credit balance.</summary>
    /// <param name="credit">No more than is left to credit of the lines, which whoever wrote the credit note has seen to.</param>
    public static Result<InvoiceChange> Credit(InvoiceStanding invoice, Money credit, InvoiceActor by)
    {
        var action = credit < invoice.Open ? InvoiceAction.CreditPart : InvoiceAction.CreditRest;
        if (InvoiceLifecycle.Table.Next(invoice.Status, action, by).IsRefused(out var refusal, out var next))
        {
            return refusal;
        }

        var toBalance = credit - Lesser(credit, invoice.Open);
        return new InvoiceChange(invoice with { Status = next, Credited = invoice.Credited + credit, Paid = invoice.Paid - toBalance }, toBalance);
    }

    /// <summary>Takes a payment back that did not hold. What it had put into the credit balance is taken from there.</summary>
    /// <param name="received">All that came in for the invoice and was not reversed, this payment included.</param>
    /// <param name="payment">What is reversed.</param>
    /// <param name="balance">The connection's credit balance.</param>
    /// <param name="isPastDue">Whether the due date has passed.</param>
    public static Result<InvoiceChange> Reverse(InvoiceStanding invoice, Money received, Money payment, Money balance, bool isPastDue, InvoiceActor by)
    {
        var action = isPastDue ? InvoiceAction.ReverseAfterDue : InvoiceAction.ReverseBeforeDue;
        if (InvoiceLifecycle.Table.Next(invoice.Status, action, by).IsRefused(out var refusal, out var next))
        {
            return refusal;
        }

        var left = received - payment;
        var paid = Lesser(left, invoice.Due - invoice.Credited);
        var fromBalance = received - invoice.Paid - (left - paid);
        if (fromBalance > balance)
        {
            return new Refusal("credit_already_used", $"The payment had put {fromBalance} into the credit balance, of which {balance} is left.");
        }

        var standing = invoice with { Paid = paid };
        return new InvoiceChange(standing with { Status = standing.Open.IsZero ? InvoiceStatus.Paid : next }, -fromBalance);
    }

    /// <summary>Why an amount cannot be one of this invoice's; null if it can.</summary>
    private static Refusal? CheckAmount(Money amount, Currency currency, string notPositive, string detail)
    {
        if (amount.Currency != currency)
        {
            return Refusal.Invalid("amount.currency", "currency_mismatch", $"The invoice is in {currency.Code}.");
        }

        return amount.IsNegative || amount.IsZero ? Refusal.Invalid("amount.amount", notPositive, detail) : null;
    }

    private static Money Lesser(Money left, Money right) => left < right ? left : right;
}
