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
        (InvoiceStatus.Paid, InvoiceAction.ReverseBeforeDue, InvoiceActor.Seller, InvoiceStatus.Unpaid),
        (InvoiceStatus.Paid, InvoiceAction.ReverseBeforeDue, InvoiceActor.Provider, InvoiceStatus.Unpaid),
        (InvoiceStatus.Paid, InvoiceAction.ReverseAfterDue, InvoiceActor.Seller, InvoiceStatus.Overdue),
        (InvoiceStatus.Paid, InvoiceAction.ReverseAfterDue, InvoiceActor.Provider, InvoiceStatus.Overdue));
}
