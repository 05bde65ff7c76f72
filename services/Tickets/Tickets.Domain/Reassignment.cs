using System.Runtime.InteropServices;

namespace Tickets.Domain;

/// <summary>What a new Support Owner is offered: the open tickets of the one before.</summary>
/// <param name="Version">The connection's version that made the change of owner; it names the offer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReassignmentOffer(long Version, Guid FromId, Guid ToId, DateTimeOffset OfferedAt)
{
    public DateTimeOffset ExpiresAt => OfferedAt + Reassignment.Lifetime;
}

/// <summary>
/// A change of Support Owner leaves tickets where they are; the seller may move them with one answer. Like routing, the offer follows from the owners' history
/// alone, so late, repeated and reordered news of them ends in the same one.
/// </summary>
public static class Reassignment
{
    /// <summary>Realm time that an offer waits for an answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>The offer that is open at <paramref name="now"/>; null if there is none.</summary>
    /// <param name="decided">The newest version whose offer was accepted or declined; 0 if none was.</param>
    public static ReassignmentOffer? OpenOffer(IEnumerable<OwnerChange> history, long decided, DateTimeOffset now)
    {
        var newestFirst = history.OrderByDescending(change => change.Version).ToList();
        if (newestFirst is not [{ OwnerId: { } present }, ..])
        {
            return null;
        }

        // Other news of the connection repeats its owner: the change is where the present one's run begins.
        var change = newestFirst.TakeWhile(earlier => earlier.OwnerId == present).Last();
        var previous = newestFirst.SkipWhile(later => later.Version >= change.Version).FirstOrDefault(earlier => earlier.OwnerId is not null).OwnerId;
        if (previous is not { } from || from == present || decided >= change.Version || change.At + Lifetime <= now)
        {
            return null;
        }

        return new ReassignmentOffer(change.Version, from, present, change.At);
    }
}
