namespace ServiceDefaults.Time;

public enum RealmClockVerdict
{
    /// <summary>Some service has not answered this round.</summary>
    Waiting,

    /// <summary>Some service did something, which may make work in another: ask all of them again.</summary>
    AnotherRound,

    /// <summary>A whole round did nothing: the realm has arrived.</summary>
    Done,
}

/// <summary>Decides when a sandbox has arrived at its new time.</summary>
public static class RealmClockRounds
{
    /// <param name="services">Everybody who has to answer.</param>
    /// <param name="workDone">The answers to the current round, by service.</param>
    public static RealmClockVerdict Judge(IReadOnlyCollection<string> services, IReadOnlyDictionary<string, int> workDone) =>
        services.Any(service => !workDone.ContainsKey(service)) ? RealmClockVerdict.Waiting
        : services.Any(service => workDone[service] > 0) ? RealmClockVerdict.AnotherRound
        : RealmClockVerdict.Done;
}
