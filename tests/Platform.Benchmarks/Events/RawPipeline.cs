using System.Collections.Concurrent;
using System.Text.Json;
using Bench.Contracts.V1;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceDefaults.Messaging;
using Testing;

namespace Platform.Benchmarks.Events;

/// <summary>
/// The yardstick, by hand and without the promises: commit, publish with a confirm, consume, commit. The same queue type, prefetch and concurrency as
/// the platform's; prepared statements; a channel for each writer. A crash between commit and publish loses the event, and one between the
/// reader's commit and its acknowledgement repeats it.
/// </summary>
public sealed class RawPipeline : IPipeline
{
    private const string Exchange = "bench.raw";
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly NpgsqlDataSource _database;
    private readonly IConnection _broker;
    private readonly Arrivals _arrivals;
    private readonly ConcurrentBag<IChannel> _idle = [];

    private RawPipeline(NpgsqlDataSource database, IConnection broker, Arrivals arrivals)
    {
        _database = database;
        _broker = broker;
        _arrivals = arrivals;
    }

    public static async Task<RawPipeline> StartAsync(Arrivals arrivals)
    {
        var settings = new NpgsqlConnectionStringBuilder(await Servers.CreateDatabaseAsync("bench_raw")) { MaxAutoPrepare = 20, MaxPoolSize = 60 };
        var database = NpgsqlDataSource.Create(settings);
        await using (var create = database.CreateCommand("CREATE TABLE placed (id uuid PRIMARY KEY, note text NOT NULL); CREATE TABLE effect (id uuid PRIMARY KEY, at timestamptz NOT NULL)"))
            await create.ExecuteNonQueryAsync();

        var broker = await new ConnectionFactory { Uri = new Uri(await Servers.CreateVhostAsync("bench-raw")) }.CreateConnectionAsync();
        var pipeline = new RawPipeline(database, broker, arrivals);
        await pipeline.ConsumeAsync();
        return pipeline;
    }

    public async Task WriteAsync(Guid id)
    {
        await ExecuteAsync("INSERT INTO placed (id, note) VALUES ($1, $2)", id, EventsBench.Note);
        _arrivals.Committed(id);

        if (!_idle.TryTake(out var channel))
            channel = await _broker.CreateChannelAsync(Confirmed);
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, MessageId = id.ToString() };
        await channel.BasicPublishAsync(Exchange, routingKey: "", mandatory: false, properties, JsonSerializer.SerializeToUtf8Bytes(new OrderPlaced(id, EventsBench.Note)));
        _idle.Add(channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task ConsumeAsync()
    {
        var defaults = new MessagingOptions();
        var channel = await _broker.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: (ushort)defaults.Concurrency));
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("bench.raw.reader", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("bench.raw.reader", Exchange, routingKey: "");
        await channel.BasicQosAsync(prefetchSize: 0, defaults.Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var fact = JsonSerializer.Deserialize<OrderPlaced>(delivery.Body.Span)!;
            await ExecuteAsync("INSERT INTO effect (id, at) VALUES ($1, $2)", fact.Id, DateTimeOffset.UtcNow);
            _arrivals.Handled(fact.Id);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync("bench.raw.reader", autoAck: false, consumer);
    }

    private async Task ExecuteAsync(string sql, Guid id, object second)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id }, new() { Value = second } } })
            await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
