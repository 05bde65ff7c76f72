using Microsoft.Extensions.Options;
using ServiceDefaults.Time;

namespace ServiceDefaults.Storage;

/// <summary>
/// Tells what falls due before the worker looks for due work unasked. Only then it has to be woken: most of what is scheduled is for weeks ahead, and two looks
/// at the table for each would be for nothing.
/// </summary>
internal sealed class NearFuture(RealmOffsets offsets, TimeProvider wallClock, IOptions<DueWorkOptions> options)
{
    /// <param name="realmId">In whose time it is due.</param>
    /// <param name="dueAt">Realm time.</param>
    public bool Includes(Guid realmId, DateTimeOffset dueAt) => dueAt - offsets.Of(realmId) <= wallClock.GetUtcNow() + options.Value.Poll;
}
