using Primitives;

namespace Billing.Domain;

public enum InvoiceStatus
{
    Unpaid,
    Paid,
    Overdue,
}

public enum InvoiceAction
{
    PassDueDate,
    PayPart,
    PayRest,
    CreditPart,
    CreditRest,
    ReverseBeforeDue,
    ReverseAfterDue,
}

public enum InvoiceActor
{
    Seller,
    Provider,
    Platform,
}

/// <summary>What an invoice is for; it follows the product.</summary>
public enum InvoiceType
{
    Subscription,
    AddOn,
    OneTime,
}

public static class InvoiceLifecycle
{
    public static readonly Lifecycle<InvoiceStatus, InvoiceAction, InvoiceActor> Table = new(
        "Invoice",
        (InvoiceStatus.Unpaid, InvoiceAction.PassDueDate, InvoiceActor.Platform, InvoiceStatus.Overdue),
        (InvoiceStatus.Unpaid, InvoiceAction.PayPart, InvoiceActor.Seller, InvoiceStatus.Unpaid),
        (InvoiceStatus.Unpaid, InvoiceAction.PayPart, InvoiceActor.Provider, InvoiceStatus.Unpaid),
        (InvoiceStatus.Unpaid, InvoiceAction.PayRest, InvoiceActor.Seller, InvoiceStatus.Paid),
        (InvoiceStatus.Unpaid, InvoiceAction.PayRest, InvoiceActor.Provider, InvoiceStatus.Paid),
        (InvoiceStatus.Overdue, InvoiceAction.PayPart, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Overdue, InvoiceAction.PayPart, InvoiceActor.Provider, InvoiceStatus.Overdue),
        (InvoiceStatus.Overdue, InvoiceAction.PayRest, InvoiceActor.Seller, InvoiceStatus.Paid),
        (InvoiceStatus.Overdue, InvoiceAction.PayRest, InvoiceActor.Provider, InvoiceStatus.Paid),
        // The platform pays from the connection's credit balance.
        (InvoiceStatus.Unpaid, InvoiceAction.PayPart, InvoiceActor.Platform, InvoiceStatus.Unpaid),
        (InvoiceStatus.Unpaid, InvoiceAction.PayRest, InvoiceActor.Platform, InvoiceStatus.Paid),
        (InvoiceStatus.Overdue, InvoiceAction.PayPart, InvoiceActor.Platform, InvoiceStatus.Overdue),
        (InvoiceStatus.Overdue, InvoiceAction.PayRest, InvoiceActor.Platform, InvoiceStatus.Paid),
        (InvoiceStatus.Unpaid, InvoiceAction.CreditPart, InvoiceActor.Seller, InvoiceStatus.Unpaid),
        (InvoiceStatus.Unpaid, InvoiceAction.CreditRest, InvoiceActor.Seller, InvoiceStatus.Paid),
        (InvoiceStatus.Overdue, InvoiceAction.CreditPart, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Overdue, InvoiceAction.CreditRest, InvoiceActor.Seller, InvoiceStatus.Paid),
        (InvoiceStatus.Paid, InvoiceAction.CreditRest, InvoiceActor.Seller, InvoiceStatus.Paid),
        // A part that did not hold leaves the invoice as unpaid as it was, or finds that it is late by now.
        (InvoiceStatus.Unpaid, InvoiceAction.ReverseBeforeDue, InvoiceActor.Seller, InvoiceStatus.Unpaid),
        (InvoiceStatus.Unpaid, InvoiceAction.ReverseAfterDue, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Overdue, InvoiceAction.ReverseAfterDue, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Paid, InvoiceAction.ReverseBeforeDue, InvoiceActor.Seller, InvoiceStatus.Unpaid),
        (InvoiceStatus.Paid, InvoiceAction.ReverseBeforeDue, InvoiceActor.Provider, InvoiceStatus.Unpaid),
        (InvoiceStatus.Paid, InvoiceAction.ReverseAfterDue, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Paid, InvoiceAction.ReverseAfterDue, InvoiceActor.Provider, InvoiceStatus.Overdue));
}
