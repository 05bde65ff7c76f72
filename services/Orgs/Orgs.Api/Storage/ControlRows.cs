using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

public enum ClockJobStatus
{
    Running,
    Done,
}

public enum ClockJobPhase
{
    /// <summary>What is under way comes to its end in the realm's present.</summary>
    Settling,

    /// <summary>The clock is at its target, and what fell due up to there is being done.</summary>
    Moving,
}

/// <summary>One move of a sandbox realm's clock. Not scoped: the live operator moves other realms' clocks; its operations check the caller.</summary>
public sealed class ClockJob
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Target { get; init; }

    /// <summary>How far the realm is ahead of the wall clock from this job on; negative if behind.</summary>
    public required TimeSpan Offset { get; init; }

    public required ClockJobStatus Status { get; set; }
    public required ClockJobPhase Phase { get; set; }
    public required int Round { get; set; }

    /// <summary>On the wall clock, like <see cref="EndedAt"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public List<ClockJobAnswer> Answers { get; init; } = [];

    /// <summary>What the services are told in the present round: until all has settled the clock goes on as it does.</summary>
    public RealmClockAdvanced Signal() => Phase == ClockJobPhase.Settling
        ? new RealmClockAdvanced(RealmId, Id, Round, From, From - StartedAt)
        : new RealmClockAdvanced(RealmId, Id, Round, Target, Offset);
}

/// <summary>What one service did in one round.</summary>
public sealed class ClockJobAnswer
{
    public required Guid JobId { get; init; }
    public required int Round { get; init; }
    public required string Service { get; init; }
    public required int WorkDone { get; init; }
}
