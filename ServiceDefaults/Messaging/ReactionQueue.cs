using System.Diagnostics;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>A queue and what it is for; a reaction to several events tells them apart by the envelope.</summary>
internal sealed record ReactionQueue(string Name, IReadOnlyList<ReactionRegistration> Reactions)
{
    public int Generation { get; } = Reactions.Max(reaction => reaction.Generation);
    public bool FromTheStart { get; } = Reactions.Any(reaction => reaction.FromTheStart);

    public bool InBatches { get; } = Reactions.All(reaction => reaction.InBatches);

    /// <summary>For the mechanics talking among themselves, not for events of a service.</summary>
    public bool IsSignal { get; } = Reactions.All(reaction => reaction.EventType.Namespace == typeof(Signals.V1.SessionRevoked).Namespace);

    /// <param name="eventType">What the envelope says; only a queue of several events has to know it.</param>
    /// <exception cref="UnreadableMessageException">It names no event of this queue.</exception>
    public ReactionRegistration ReactionTo(string? eventType)
    {
        if (Reactions is [var only])
            return only;
        return Reactions.FirstOrDefault(reaction => reaction.Exchange == eventType)
            ?? throw new UnreadableMessageException($"Header {EventHeaders.EventType} is missing or names no event of this queue.");
    }

    /// <summary>Begins the span in which a delivery is processed, in its event's trace.</summary>
    /// <param name="batch">How many are processed together with it, itself included.</param>
    public Activity? StartSpan(Delivery delivery, int batch)
    {
        var activity = Figures.Continue($"{Name} process", ActivityKind.Consumer, delivery.Properties.Text(EventHeaders.Traceparent));
        return activity?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", Name)
            .SetTag("messaging.message.id", delivery.Properties.MessageId)
            .SetTag("messaging.batch.message_count", batch);
    }
}
