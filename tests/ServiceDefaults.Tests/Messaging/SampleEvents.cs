namespace Sample.Contracts.V1;

public sealed record ThingHappened(Guid ThingId, string Name, int Number = 0);

public sealed record ThingEnded(Guid ThingId, string By);
