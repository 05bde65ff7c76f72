using System.Net;
using Npgsql;
using RabbitMQ.Client;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>An operator sends events again from a service's log, and a subscriber gets them with the ids they had.</summary>
[Trait("Checklist", "X14")]
public sealed class ReplayTests
{
    private const string Created = "tickets.v1.ticket-created";
    private const string Route = "/api/tickets/v1/admin/events/replay";

    [Fact]
    public async Task Replay_ById_ReachesASubscriberWithTheSameIdAndMakesNothingTwice()
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        var (message, _) = await WrittenAsync(system, world.TicketId);
        await using var subscriber = await Subscription.ToAsync(system, Created);
        var before = await Fingerprint.OfAsync(system, world.RealmId);

        (await (await LiveOperatorAsync(system)).PostAsync(Route, new { messageIds = new[] { message } })).Expect(HttpStatusCode.Accepted);

        Assert.Equal(message.ToString(), await Eventually.ValueAsync(subscriber.NextIdAsync));
        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
    }

    [Fact]
    public async Task Replay_ByTimeRange_ReachesASubscriberWithTheSameIds()
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        var (message, at) = await WrittenAsync(system, world.TicketId);
        await using var subscriber = await Subscription.ToAsync(system, Created);

        (await (await LiveOperatorAsync(system)).PostAsync(
            Route, new { types = new[] { Created }, realmId = world.RealmId, since = at.AddMilliseconds(-1), until = at.AddMilliseconds(1) })).Expect(HttpStatusCode.Accepted);

        Assert.Equal(message.ToString(), await Eventually.ValueAsync(subscriber.NextIdAsync));
    }

    [Fact]
    public async Task Replay_OfNothingInParticularOrBackwards_IsRefused()
    {
        var live = await LiveOperatorAsync(await WholeSystem.SharedAsync());

        (await live.PostAsync(Route, new { })).Expect(HttpStatusCode.BadRequest);
        (await live.PostAsync(Route, new { since = "2026-02-01T00:00:00Z", until = "2026-01-01T00:00:00Z" })).Expect(HttpStatusCode.BadRequest);
        (await live.PostAsync(Route, new { messageIds = Enumerable.Range(0, 1001).Select(_ => Guid.NewGuid()) })).Expect(HttpStatusCode.BadRequest);
        (await (await ToldStory.WorldAsync()).Operator.PostAsync(Route, new { types = new[] { Created } })).Expect(HttpStatusCode.Forbidden);
    }

    private static Task<StoryClient> LiveOperatorAsync(RunningSystem system) =>
        new Cast(system).SignInAsync("live operator", system.Facts.Operator.Email, system.Facts.Operator.Password, "live");

    private static async Task<(Guid Message, DateTimeOffset At)> WrittenAsync(RunningSystem system, Guid ticket)
    {
        await using var database = NpgsqlDataSource.Create(system.DatabaseOf("tickets"));
        await using var command = database.CreateCommand("SELECT message_id, written_at FROM platform.outbox WHERE aggregate_id = $1 AND type = $2");
        command.Parameters.Add(new() { Value = ticket });
        command.Parameters.Add(new() { Value = Created });
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>A queue of the outside subscriber's own, with its own credentials.</summary>
    private sealed class Subscription(IConnection connection, IChannel channel, string queue) : IAsyncDisposable
    {
        public static async Task<Subscription> ToAsync(RunningSystem system, string exchange)
        {
            var connection = await new ConnectionFactory { Uri = system.Facts.Subscriber }.CreateConnectionAsync();
            var channel = await connection.CreateChannelAsync();
            var queue = $"subscriber.replay-{Guid.NewGuid():n}";
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true);
            await channel.QueueBindAsync(queue, exchange, routingKey: "");
            return new Subscription(connection, channel, queue);
        }

        public async Task<string?> NextIdAsync() => (await channel.BasicGetAsync(queue, autoAck: true))?.BasicProperties.MessageId;

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
