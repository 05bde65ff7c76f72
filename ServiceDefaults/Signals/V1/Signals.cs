namespace ServiceDefaults.Signals.V1;

/// <summary>A sandbox's clock moves. Every service runs its due work up to <paramref name="Target"/>, in due order, and answers with <see cref="RealmClockDrained"/>.</summary>
/// <param name="Round">From 1. Effects of one service may make work in another, so rounds follow until one did nothing.</param>
/// <param name="Offset">How far the realm is ahead of the wall clock from now on; negative if behind, in one that began in the past.</param>
public sealed record RealmClockAdvanced(Guid RealmId, Guid JobId, int Round, DateTimeOffset Target, TimeSpan Offset);

/// <summary>A service has nothing left to do up to the target of the round.</summary>
/// <param name="WorkDone">What it found to do since it answered last: due items run and events sent. Zero from every service ends the job.</param>
public sealed record RealmClockDrained(Guid RealmId, Guid JobId, int Round, string Service, int WorkDone);

/// <summary>Tokens of this session are refused until <paramref name="Until"/>, when the last of them has expired by itself.</summary>
public sealed record SessionRevoked(Guid SessionId, DateTimeOffset Until);

/// <summary>A reaction wants events that were sent before its queue was there, or wants them again: who published them sends them to that queue alone.</summary>
/// <param name="Event">The event's public name, such as <c>orgs.v1.organization-created</c>.</param>
/// <param name="Since">Wall-clock time of writing from which on; null for the whole log.</param>
public sealed record EventsRequested(string Event, string Queue, DateTimeOffset? Since);
