using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ServiceDefaults.Messaging;

/// <summary>A message that the broker has handed out and that is not settled yet. Until it is disposed of, its realm is at work, unless nobody counts.</summary>
internal sealed class Delivery : IDisposable
{
    private readonly IDisposable? _working;

    private Delivery(BasicDeliverEventArgs received, InFlight? inFlight)
    {
        Tag = received.DeliveryTag;
        Properties = received.BasicProperties;
        // The client takes its own memory back when its handler returns.
        Body = received.Body.ToArray();
        MayBeKnown = received.Redelivered
            || Properties.Headers?.ContainsKey(EventHeaders.Replayed) == true
            || Properties.Count(EventHeaders.RedeliveryCount) > 0;
        try
        {
            Envelope = Messaging.Envelope.Read(Properties);
            _working = inFlight?.Enter(Envelope.RealmId);
        }
        catch (UnreadableMessageException cause)
        {
            Unreadable = cause;
        }
    }

    public ulong Tag { get; }

    public IReadOnlyBasicProperties Properties { get; }

    public byte[] Body { get; }

    /// <summary>Null if it is <see cref="Unreadable"/>.</summary>
    public EventContext? Envelope { get; }

    public UnreadableMessageException? Unreadable { get; private set; }

    /// <summary>True if the inbox is to be asked before its reaction runs: it may have been handled before.</summary>
    public bool MayBeKnown { get; set; }

    /// <summary>Set by <see cref="Read"/>.</summary>
    public ReactionRegistration? Reaction { get; private set; }

    /// <summary>Set by <see cref="Read"/>.</summary>
    public object? Fact { get; private set; }

    /// <summary>Whether there is anything to do for it, once it is read.</summary>
    public bool IsOfConcern => Reaction!.Concerns(Fact!, Envelope!);

    public static Delivery Of(BasicDeliverEventArgs received, InFlight? inFlight) => new(received, inFlight);

    /// <summary>Finds out what event of the queue it is and reads it.</summary>
    /// <returns>False if it is <see cref="Unreadable"/>.</returns>
    public bool Read(ReactionQueue queue)
    {
        if (Unreadable is not null || Fact is not null)
            return Unreadable is null;
        try
        {
            Reaction = queue.ReactionTo(Properties.Text(EventHeaders.EventType));
            Fact = JsonSerializer.Deserialize(Body, Reaction.EventType, EventJson.Options)
                ?? throw new UnreadableMessageException($"The body is null, not a {Reaction.EventType.Name}.");
            return true;
        }
        catch (UnreadableMessageException cause)
        {
            Unreadable = cause;
        }
        catch (Exception cause)
        {
            Unreadable = new UnreadableMessageException($"The body is not the JSON of a {Reaction!.EventType.Name}: {cause.Message}", cause);
        }
        return false;
    }

    public void Dispose() => _working?.Dispose();
}
