namespace ServiceDefaults.Time;

/// <summary>Settings below <c>DueWork:</c>.</summary>
public sealed class DueWorkOptions
{
    /// <summary>Runs of one item before it is set aside for a person to look at.</summary>
    public int Attempts { get; set; } = 8;

    /// <summary>Pause after the first failure; it doubles with every further one.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Realms worked on side by side. Within one, items run one after another, but for batches of one instant.</summary>
    public int Realms { get; set; } = 4;

    /// <summary>
    /// Batches of one realm and instant that this process works on side by side: while one waits for the database, and one for the other's commit, another computes.
    /// </summary>
    public int BatchesAtOnce { get; set; } = 3;

    /// <summary>Longest time between two looks at the table: other replicas' items wake nobody here.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);
}
