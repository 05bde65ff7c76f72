using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Signals;

/// <summary>Another service's reaction wants events of this one: puts the part of the log on the list that <see cref="EventReplayer"/> works off.</summary>
internal sealed class SendEventsWhenRequested(SqlSession sql, ServiceMessaging messaging) : IReaction<EventsRequested>
{
    public async Task React(EventsRequested fact, EventContext context, CancellationToken cancellationToken)
    {
        if (!messaging.Published.Any(type => EventName.Of(type) == fact.Event))
            return;
        await sql.Execute(
            $"""
            INSERT INTO platform.replay (id, queue, types, since, up_to_id)
            SELECT {context.MessageId}, {fact.Queue}, {new[] { fact.Event }}, {fact.Since}, coalesce(max(id), 0) FROM platform.outbox
            """,
            cancellationToken);
        await PlatformNotifications.Notify(sql, cancellationToken);
    }
}
