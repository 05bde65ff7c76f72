using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Tests.Messaging;

/// <summary>The broker as somebody else's program sees it: plain client, plain bytes.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Wire(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public static async Task<Wire> OpenAsync(SampleHome home)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(home.Broker) }.CreateConnectionAsync();
        return new Wire(connection, await connection.CreateChannelAsync());
    }

    public async Task<string> ListenAsync(string exchange)
    {
        await _channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await _channel.QueueDeclareAsync(durable: false, exclusive: false, autoDelete: false);
        await _channel.QueueBindAsync(queue.QueueName, exchange, routingKey: "");
        return queue.QueueName;
    }

    public Task<BasicGetResult?> TakeAsync(string queue) => _channel.BasicGetAsync(queue, autoAck: true);

    public async Task<uint> CountAsync(string queue) => await _channel.MessageCountAsync(queue);

    public async Task SendAsync(string queue, Guid messageId, Guid realmId, ThingHappened fact, long version = 1) =>
        await SendAsync(queue, Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(fact, EventJson.Options)), messageId, realmId, fact.ThingId, version);

    public async Task SendAsync(string queue, byte[] body, Guid messageId, Guid realmId, Guid aggregateId, long version)
    {
        var properties = new BasicProperties
        {
            MessageId = messageId.ToString(),
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["message-id"] = messageId.ToString(),
                ["realm-id"] = realmId.ToString(),
                ["aggregate-id"] = aggregateId.ToString(),
                ["aggregate-version"] = version,
                ["occurred-at"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            },
        };
        await _channel.BasicPublishAsync(exchange: "", queue, mandatory: false, properties, body);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
