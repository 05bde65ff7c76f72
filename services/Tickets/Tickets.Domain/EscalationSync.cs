using System.Collections.Frozen;

namespace Tickets.Domain;

/// <summary>The two tickets of an escalation.</summary>
public enum EscalationSide
{
    /// <summary>The one that was escalated, between a seller and its customer.</summary>
    Original,

    /// <summary>Its twin, between the operator and that seller.</summary>
    Twin,
}

/// <summary>
/// What a status at one side of an escalation does at the other. The operator's word on the problem is the seller's news for its customer, but the seller alone
/// closes the customer's ticket, which resolves at most: the customer keeps its time to disagree. What the seller does in its own ticket reopens or ends the
/// operator's; whether the operator works on it is for the operator to say.
/// </summary>
public static class EscalationSync
{
    /// <summary>The moves; whatever is not listed leaves the other side as it is.</summary>
    public static readonly IReadOnlyList<(EscalationSide Changed, TicketStatus To, TicketStatus Other, TicketStatus Becomes)> Table =
    [
        (EscalationSide.Twin, TicketStatus.Open, TicketStatus.InProgress, TicketStatus.Open),
        (EscalationSide.Twin, TicketStatus.Open, TicketStatus.Resolved, TicketStatus.Open),
        (EscalationSide.Twin, TicketStatus.InProgress, TicketStatus.Open, TicketStatus.InProgress),
        (EscalationSide.Twin, TicketStatus.InProgress, TicketStatus.Resolved, TicketStatus.InProgress),
        (EscalationSide.Twin, TicketStatus.Resolved, TicketStatus.Open, TicketStatus.Resolved),
        (EscalationSide.Twin, TicketStatus.Resolved, TicketStatus.InProgress, TicketStatus.Resolved),
        (EscalationSide.Twin, TicketStatus.Closed, TicketStatus.Open, TicketStatus.Resolved),
        (EscalationSide.Twin, TicketStatus.Closed, TicketStatus.InProgress, TicketStatus.Resolved),
        (EscalationSide.Original, TicketStatus.Open, TicketStatus.Resolved, TicketStatus.Open),
        (EscalationSide.Original, TicketStatus.Open, TicketStatus.Closed, TicketStatus.Open),
        (EscalationSide.Original, TicketStatus.InProgress, TicketStatus.Resolved, TicketStatus.Open),
        (EscalationSide.Original, TicketStatus.InProgress, TicketStatus.Closed, TicketStatus.Open),
        (EscalationSide.Original, TicketStatus.Resolved, TicketStatus.Open, TicketStatus.Resolved),
        (EscalationSide.Original, TicketStatus.Resolved, TicketStatus.InProgress, TicketStatus.Resolved),
        (EscalationSide.Original, TicketStatus.Closed, TicketStatus.Open, TicketStatus.Closed),
        (EscalationSide.Original, TicketStatus.Closed, TicketStatus.InProgress, TicketStatus.Closed),
        (EscalationSide.Original, TicketStatus.Closed, TicketStatus.Resolved, TicketStatus.Closed),
    ];

    private static readonly FrozenDictionary<(EscalationSide, TicketStatus, TicketStatus), TicketStatus> Moves =
        Table.ToFrozenDictionary(row => (row.Changed, row.To, row.Other), row => row.Becomes);

    /// <summary>The status of the other side after <paramref name="changed"/> has become <paramref name="to"/>.</summary>
    /// <param name="other">The other side's status until now.</param>
    public static TicketStatus Follow(EscalationSide changed, TicketStatus to, TicketStatus other) => Moves.GetValueOrDefault((changed, to, other), other);
}
