using Primitives;

namespace Tickets.Domain;

public enum TicketAction
{
    SetOpen,
    SetInProgress,
    SetResolved,
    SetClosed,
    Comment,
    Reopen,
    Expire,
    Escalate,
    Deescalate,
}

/// <summary>
/// The one table that says how a ticket moves. A closed ticket is finished for the buyer, who opens a new one; the seller can take it up again. What is done is
/// not escalated. De-escalating is the twin's move: its seller is the operator, its buyer who escalated.
/// </summary>
public static class TicketLifecycle
{
    /// <summary>Realm time that a resolved ticket stays open for the buyer to disagree.</summary>
    public static readonly TimeSpan QuietPeriod = TimeSpan.FromDays(7);

    public static readonly Lifecycle<TicketStatus, TicketAction, Party> Table = new(
        "ticket",
        (TicketStatus.Open, TicketAction.SetOpen, Party.Seller, TicketStatus.Open),
        (TicketStatus.Open, TicketAction.SetInProgress, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.Open, TicketAction.SetResolved, Party.Seller, TicketStatus.Resolved),
        (TicketStatus.Open, TicketAction.SetClosed, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Open, TicketAction.Comment, Party.Seller, TicketStatus.Open),
        (TicketStatus.Open, TicketAction.Comment, Party.Buyer, TicketStatus.Open),
        (TicketStatus.Open, TicketAction.Escalate, Party.Seller, TicketStatus.Open),
        (TicketStatus.Open, TicketAction.Deescalate, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Open, TicketAction.Deescalate, Party.Buyer, TicketStatus.Closed),
        (TicketStatus.InProgress, TicketAction.SetOpen, Party.Seller, TicketStatus.Open),
        (TicketStatus.InProgress, TicketAction.SetInProgress, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.InProgress, TicketAction.SetResolved, Party.Seller, TicketStatus.Resolved),
        (TicketStatus.InProgress, TicketAction.SetClosed, Party.Seller, TicketStatus.Closed),
        (TicketStatus.InProgress, TicketAction.Comment, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.InProgress, TicketAction.Comment, Party.Buyer, TicketStatus.InProgress),
        (TicketStatus.InProgress, TicketAction.Escalate, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.InProgress, TicketAction.Deescalate, Party.Seller, TicketStatus.Closed),
        (TicketStatus.InProgress, TicketAction.Deescalate, Party.Buyer, TicketStatus.Closed),
        (TicketStatus.Resolved, TicketAction.SetOpen, Party.Seller, TicketStatus.Open),
        (TicketStatus.Resolved, TicketAction.SetInProgress, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.Resolved, TicketAction.SetResolved, Party.Seller, TicketStatus.Resolved),
        (TicketStatus.Resolved, TicketAction.SetClosed, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Resolved, TicketAction.Comment, Party.Seller, TicketStatus.Resolved),
        (TicketStatus.Resolved, TicketAction.Comment, Party.Buyer, TicketStatus.Resolved),
        (TicketStatus.Resolved, TicketAction.Reopen, Party.Buyer, TicketStatus.Open),
        (TicketStatus.Resolved, TicketAction.Expire, Party.Clock, TicketStatus.Closed),
        (TicketStatus.Resolved, TicketAction.Deescalate, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Resolved, TicketAction.Deescalate, Party.Buyer, TicketStatus.Closed),
        (TicketStatus.Closed, TicketAction.SetOpen, Party.Seller, TicketStatus.Open),
        (TicketStatus.Closed, TicketAction.SetInProgress, Party.Seller, TicketStatus.InProgress),
        (TicketStatus.Closed, TicketAction.SetResolved, Party.Seller, TicketStatus.Resolved),
        (TicketStatus.Closed, TicketAction.SetClosed, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Closed, TicketAction.Comment, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Closed, TicketAction.Deescalate, Party.Seller, TicketStatus.Closed),
        (TicketStatus.Closed, TicketAction.Deescalate, Party.Buyer, TicketStatus.Closed));

    /// <summary>The action by which a seller reaches <paramref name="status"/>.</summary>
    public static TicketAction ActionFor(TicketStatus status) => status switch
    {
        TicketStatus.Open => TicketAction.SetOpen,
        TicketStatus.InProgress => TicketAction.SetInProgress,
        TicketStatus.Resolved => TicketAction.SetResolved,
        _ => TicketAction.SetClosed,
    };
}
