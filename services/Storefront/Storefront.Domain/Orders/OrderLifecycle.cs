using Primitives;

namespace Storefront.Domain;

public enum OrderStatus
{
    /// <summary>The seller's back office works on it; nobody else knows of it.</summary>
    Draft,

    PendingApproval,

    /// <summary>Agreed on; something is not delivered or not charged for yet.</summary>
    InProgress,

    Executed,
    Canceled,
}

public enum OrderAction
{
    /// <summary>The seller has to agree.</summary>
    Submit,

    SubmitWithoutApproval,
    Approve,
    Reject,
    Withdraw,
    CompleteLine,

    /// <summary>Nothing was delivered.</summary>
    Cancel,

    /// <summary>Something was delivered: that stays.</summary>
    CancelRest,

    /// <summary>Billing has locked the prices, or tells what it charges for.</summary>
    Answer,

    Refuse,
    Expire,
    Execute,

    /// <summary>Not one of its lines came to anything.</summary>
    Fail,
}

/// <summary>Who moves an order. <see cref="Platform"/> is Billing's and Orgs' answers, and time passing.</summary>
public enum OrderActor
{
    Buyer,
    Seller,
    Platform,
}

/// <summary>The one table that says how an order moves. What is executed or canceled has ended.</summary>
public static class OrderLifecycle
{
    /// <summary>How long the seller has to decide, in realm time.</summary>
    public static readonly TimeSpan TimeToDecide = TimeSpan.FromDays(14);

    /// <summary>How long Billing has to take an order that is agreed on, in realm time.</summary>
    public static readonly TimeSpan TimeToAnswer = TimeSpan.FromDays(1);

    public static readonly Lifecycle<OrderStatus, OrderAction, OrderActor> Table = new(
        "Order",
        (OrderStatus.Draft, OrderAction.Submit, OrderActor.Buyer, OrderStatus.PendingApproval),
        (OrderStatus.Draft, OrderAction.SubmitWithoutApproval, OrderActor.Buyer, OrderStatus.InProgress),
        (OrderStatus.Draft, OrderAction.SubmitWithoutApproval, OrderActor.Seller, OrderStatus.InProgress),
        (OrderStatus.PendingApproval, OrderAction.Approve, OrderActor.Seller, OrderStatus.InProgress),
        (OrderStatus.PendingApproval, OrderAction.Reject, OrderActor.Seller, OrderStatus.Canceled),
        (OrderStatus.PendingApproval, OrderAction.Withdraw, OrderActor.Buyer, OrderStatus.Canceled),
        (OrderStatus.PendingApproval, OrderAction.Refuse, OrderActor.Platform, OrderStatus.Canceled),
        (OrderStatus.PendingApproval, OrderAction.Expire, OrderActor.Platform, OrderStatus.Canceled),
        (OrderStatus.InProgress, OrderAction.CompleteLine, OrderActor.Seller, OrderStatus.InProgress),
        (OrderStatus.InProgress, OrderAction.Cancel, OrderActor.Seller, OrderStatus.Canceled),
        (OrderStatus.InProgress, OrderAction.CancelRest, OrderActor.Seller, OrderStatus.InProgress),
        (OrderStatus.InProgress, OrderAction.Answer, OrderActor.Platform, OrderStatus.InProgress),
        (OrderStatus.InProgress, OrderAction.Refuse, OrderActor.Platform, OrderStatus.Canceled),
        (OrderStatus.InProgress, OrderAction.Expire, OrderActor.Platform, OrderStatus.Canceled),
        (OrderStatus.InProgress, OrderAction.Execute, OrderActor.Platform, OrderStatus.Executed),
        (OrderStatus.InProgress, OrderAction.Fail, OrderActor.Platform, OrderStatus.Canceled));
}
