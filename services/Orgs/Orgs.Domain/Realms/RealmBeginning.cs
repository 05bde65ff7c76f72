using Primitives;

namespace Orgs.Domain.Realms;

/// <summary>A sandbox may begin in the past: a year of business can then be played through to today.</summary>
public static class RealmBeginning
{
    public const int MostYearsAgo = 3;

    /// <summary>Decides the time at which a sandbox's clock starts, in UTC and whole microseconds.</summary>
    /// <param name="beganAt">Null for now.</param>
    /// <param name="now">The wall clock.</param>
    public static Result<DateTimeOffset> Decide(DateTimeOffset? beganAt, DateTimeOffset now)
    {
        if (beganAt is not { } wanted)
        {
            return now;
        }

        if (wanted > now)
        {
            return Refusal.Invalid("beganAt", "began_in_future", "A realm begins now or in the past; its clock can be moved forward later.");
        }

        if (wanted < now.AddYears(-MostYearsAgo))
        {
            return Refusal.Invalid("beganAt", "began_too_long_ago", $"A realm begins at most {MostYearsAgo} years ago.");
        }

        // As PostgreSQL keeps it: what was written reads back equal.
        return wanted.ToUniversalTime().AddTicks(-(wanted.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
