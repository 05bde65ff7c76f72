using ServiceDefaults.Security;

namespace ServiceDefaults.Time;

/// <summary>
/// The time in the realm of the current work. Inside due work and reactions it is their due time or the event's time, so that what they decide does
/// not depend on when they happen to run; elsewhere the wall clock plus what the sandbox is ahead of it.
/// </summary>
public sealed class RealmClock(Scope scope, RealmOffsets offsets, TimeProvider wallClock)
{
    /// <summary>Whole microseconds, as PostgreSQL keeps them: what was written reads back equal.</summary>
    /// <exception cref="ScopeMissingException">Nothing was entered: there is no realm whose time it could be.</exception>
    public DateTimeOffset Now
    {
        get
        {
            if (scope.Now is { } asOf)
                return asOf;
            var offset = scope.IsInstallation ? TimeSpan.Zero : offsets.Of(scope.RealmId);
            var now = wallClock.GetUtcNow() + offset;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }
}
