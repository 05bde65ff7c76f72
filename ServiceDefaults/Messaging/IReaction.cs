namespace ServiceDefaults.Messaging;

/// <summary>What the envelope of an event says about it.</summary>
public sealed record EventContext(Guid MessageId, Guid RealmId, Guid AggregateId, long Version, DateTimeOffset OccurredAt);

/// <summary>
/// What a service does when something happened elsewhere. Runs in the event's realm, as of the event's time, in a transaction that also keeps the
/// message's id: an event has its effect exactly once, however often it is delivered.
/// </summary>
/// <remarks>Deliveries may come late: a read model keeps <see cref="EventContext.Version"/> and drops what is older.</remarks>
public interface IReaction<TEvent>
    where TEvent : class
{
    Task React(TEvent fact, EventContext context, CancellationToken cancellationToken);
}
