using System.Runtime.InteropServices;

namespace Tickets.Domain;

/// <summary>A connection's Support Owner as of one version of the connection. Null = nobody: the seller's queue.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OwnerChange(long Version, DateTimeOffset At, Guid? OwnerId);

/// <summary>
/// Whose a ticket is that nobody has taken up. The answer depends on when the ticket was made and on the owner's history, never on the order in which
/// the news arrived: a ticket routed before the news and one routed after it end with the same person.
/// </summary>
public static class Routing
{
    /// <summary>The Support Owner when the ticket was made. A change of owner leaves earlier tickets where they are.</summary>
    public static Guid? OwnerAt(IEnumerable<OwnerChange> history, DateTimeOffset createdAt)
    {
        OwnerChange? latest = null;
        foreach (var change in history)
        {
            if (change.At <= createdAt && (latest is null || change.Version > latest.Value.Version))
            {
                latest = change;
            }
        }

        return latest?.OwnerId;
    }

    /// <summary>As <see cref="OwnerAt"/>, but a ticket is not given to somebody who is known not to answer the seller's tickets any more.</summary>
    /// <param name="membership">The owner's; null where the news of it has not arrived, which speaks against nobody.</param>
    public static Guid? Assign(Guid? owner, Membership? membership, Guid sellerId) =>
        owner is not null && membership is not null && Assignees.Refuse(membership, sellerId) is not null ? null : owner;

    /// <summary>Late news moves only what waits: once a person of the seller has worked on a ticket, or it is done, it stays where it is.</summary>
    public static bool StillWaits(TicketStatus status, bool takenUp) => !takenUp && status is TicketStatus.Open or TicketStatus.InProgress;
}
