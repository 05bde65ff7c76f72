using Primitives;

namespace Orgs.Domain.Realms;

public enum RealmKind
{
    /// <summary>The installation's one real tree; its clock is the wall clock.</summary>
    Live,

    /// <summary>A tree to try things in; its clock moves forward through the API.</summary>
    Sandbox,
}

/// <summary>Moving a sandbox realm's clock.</summary>
public static class ClockAdvance
{
    /// <summary>The farthest one step may go.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 5);

    /// <summary>Decides where the clock goes; exactly one of <paramref name="by"/> (ISO 8601 duration) and <paramref name="to"/> is given.</summary>
    /// <param name="now">The realm's present time.</param>
    public static Result<DateTimeOffset> Target(RealmKind kind, DateTimeOffset now, string? by, DateTimeOffset? to)
    {
        if (kind == RealmKind.Live)
        {
            return new Refusal("realm_clock_is_wall_clock", "The live realm's clock is the wall clock.");
        }

        if ((by is null) == (to is null))
        {
            return Refusal.Invalid("by", "by_or_to", "Give either 'by', a duration, or 'to', a time.");
        }

        DateTimeOffset target;
        if (by is null)
        {
            target = to.GetValueOrDefault().ToUniversalTime();
        }
        else if (CalendarDuration.TryParse(by, out var duration) && duration.Months <= 60)
        {
            target = duration.After(now);
        }
        else
        {
            return Refusal.Invalid("by", "not_a_duration", "A duration looks like P13D, P1M or PT36H.");
        }

        if (target <= now)
        {
            return new Refusal("realm_clock_never_goes_back", "A realm's clock only moves forward.", RefusalKind.Unprocessable);
        }

        return target - now > Longest
            ? Refusal.Invalid(by is null ? "to" : "by", "too_far", $"One step goes at most {Longest.Days} days.")
            : target;
    }
}

/// <summary>
/// A clock job runs in rounds, because the work of one service can cause work in another. The first rounds let what is under way come to its end in the realm's
/// present: an order placed a moment before the move has its answer then, and is not taken for one that nobody answered for a month. Then the clock moves, and
/// rounds follow until a whole one did nothing.
/// </summary>
public static class ClockRounds
{
    /// <summary>Longer than any chain of answers. A realm where somebody goes on working meanwhile moves all the same.</summary>
    public const int MostToSettle = 12;

    /// <param name="round">From 1.</param>
    /// <param name="isSettling">The clock has not moved yet.</param>
    public static ClockRound Decide(
        IReadOnlyDictionary<string, int> workByService, IReadOnlyCollection<string> services, int round, bool isSettling)
    {
        if (services.Any(service => !workByService.ContainsKey(service)))
        {
            return ClockRound.Waiting;
        }

        var isQuiet = workByService.Values.All(work => work == 0);
        if (isSettling)
        {
            // In the first round a service may have answered before it had what another one sent it earlier.
            return (isQuiet && round > 1) || round >= MostToSettle ? ClockRound.Move : ClockRound.Again;
        }

        return isQuiet ? ClockRound.Done : ClockRound.Again;
    }
}

public enum ClockRound
{
    /// <summary>Some service has not answered yet.</summary>
    Waiting,

    /// <summary>Some service did work, which may have caused more.</summary>
    Again,

    /// <summary>Nothing is under way any more: now the clock moves.</summary>
    Move,

    Done,
}
