using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ServiceDefaults.Messaging;

namespace Testing;

/// <summary>Speaks on the bus as another service would: plain JSON and an envelope, to the event's exchange.</summary>
public sealed class EventSender : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    private EventSender(IConnection connection) => _connection = connection;

    /// <param name="broker">amqp:// address with the vhost.</param>
    public static async Task<EventSender> ConnectAsync(string broker) =>
        new(await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync());

    /// <summary>Returns when a queue has the event; waits for one to be bound.</summary>
    public Task SendAsync<TEvent>(TEvent fact, EventContext envelope)
        where TEvent : class =>
        Eventually.Async(() => TrySendAsync(fact, envelope), because: $"a queue should be bound to {EventName.Of<TEvent>()}");

    /// <summary>A queue of this test's own that gets every <typeparamref name="TEvent"/> sent from now on.</summary>
    public async Task<EventQueue<TEvent>> ListenAsync<TEvent>()
        where TEvent : class
    {
        var channel = await _connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(EventName.Of<TEvent>(), ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, EventName.Of<TEvent>(), routingKey: "");
        return new EventQueue<TEvent>(channel, queue.QueueName);
    }

    public async ValueTask DisposeAsync()
    {
        _oneAtATime.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task<bool> TrySendAsync<TEvent>(TEvent fact, EventContext envelope)
        where TEvent : class
    {
        await _oneAtATime.WaitAsync();
        try
        {
            // A confirmed, mandatory message comes back when no queue takes it.
            await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await channel.ExchangeDeclareAsync(EventName.Of<TEvent>(), ExchangeType.Fanout, durable: true);
            await channel.BasicPublishAsync(EventName.Of<TEvent>(), routingKey: "", mandatory: true, Properties<TEvent>(envelope), JsonSerializer.SerializeToUtf8Bytes(fact, EventJson.Options));
            return true;
        }
        catch (PublishException)
        {
            return false;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static BasicProperties Properties<TEvent>(EventContext envelope) => new()
    {
        MessageId = envelope.MessageId.ToString(),
        DeliveryMode = DeliveryModes.Persistent,
        ContentType = "application/json",
        Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["message-id"] = envelope.MessageId.ToString(),
            ["realm-id"] = envelope.RealmId.ToString(),
            ["aggregate-id"] = envelope.AggregateId.ToString(),
            ["aggregate-version"] = envelope.Version,
            ["occurred-at"] = envelope.OccurredAt.ToString("O", CultureInfo.InvariantCulture),
            ["event-type"] = EventName.Of<TEvent>(),
        },
    };
}

/// <summary>What a subscriber got so far. One test reads it at a time.</summary>
public sealed class EventQueue<TEvent>(IChannel channel, string queue) : IAsyncDisposable
    where TEvent : class
{
    private readonly List<TEvent> _taken = [];

    /// <summary>Waits for the first event, taken now or before, that fits.</summary>
    public Task<TEvent> WaitAsync(Func<TEvent, bool> fits) =>
        Eventually.ValueAsync(
            async () =>
            {
                await TakeAsync();
                return _taken.FirstOrDefault(fits);
            },
            because: $"an event {EventName.Of<TEvent>()} should arrive");

    /// <summary>Every event that has arrived and fits.</summary>
    public async Task<IReadOnlyList<TEvent>> TakenAsync(Func<TEvent, bool> fits)
    {
        await TakeAsync();
        return [.. _taken.Where(fits)];
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private async Task TakeAsync()
    {
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            _taken.Add(JsonSerializer.Deserialize<TEvent>(message.Body.Span, EventJson.Options)!);
    }
}
