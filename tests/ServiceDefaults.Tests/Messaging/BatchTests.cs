using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

/// <summary>What waits in a queue is handled together: with the promises that each message has by itself.</summary>
public sealed class BatchTests
{
    private const string Queue = "sample.pass-gate-when-happened";
    private const string Gate = "gate";
    private const string SecondGate = "second gate";
    private static readonly Guid Realm = Guid.CreateVersion7();
    private static readonly Guid First = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
    private static readonly Guid Second = Guid.CreateVersion7();
    private readonly Failures _failures = new();
    private readonly Web.Gate _gate = new();

    public BatchTests() => _gate.Close(Gate);

    [Fact]
    public async Task Waiting_Several_CommitTogetherAndEachHasItsEffect()
    {
        await using var home = await SampleHome.CreateAsync("together");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);

        await SendBehindGateAsync(service, wire, [.. Enumerable.Range(1, 20).Select(number => $"thing {number}")]);

        await Eventually.Async(async () => await home.CountAsync("effects") == 21 && service.IsIdle(Realm));
        Assert.Equal(1, await home.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM effects WHERE what <> 'gate'"));
        Assert.Equal(21, await home.CountAsync($"platform.inbox WHERE consumer = '{Queue}'"));
        await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE type = 'sample.v1.thing-ended' AND published_at IS NOT NULL") == 21);
        await AssertNothingReturnsAsync(home, service, wire, effects: 21);
    }

    [Fact]
    public async Task Waiting_OnePoisonAmongThem_TheOthersHaveTheirEffectOnce()
    {
        await using var home = await SampleHome.CreateAsync("poisoned");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        _failures.Expect("hopeless", times: int.MaxValue);

        await SendBehindGateAsync(service, wire, [.. Enumerable.Range(1, 15).Select(number => $"thing {number}"), "hopeless", .. Enumerable.Range(16, 16).Select(number => $"thing {number}")]);

        await Eventually.Async(async () => await home.CountAsync("effects") == 32);
        var dead = await Eventually.ValueAsync(() => wire.TakeAsync($"{Queue}.dead"));
        Assert.Contains("hopeless", System.Text.Encoding.UTF8.GetString(dead.Body.Span), StringComparison.Ordinal);
        Assert.Equal(32, await home.ScalarAsync<long>("SELECT count(DISTINCT what) FROM effects"));
        await AssertNothingReturnsAsync(home, service, wire, effects: 32);
    }

    [Fact]
    public async Task Waiting_OneUnreadableAmongThem_TheOthersHaveTheirEffectOnce()
    {
        await using var home = await SampleHome.CreateAsync("unreadable");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, Gate));
        await _gate.Arrival(Gate);

        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "before"));
        await wire.SendAsync(Queue, "{ not json"u8.ToArray(), Guid.CreateVersion7(), Realm, Realm, 1);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "after"));
        await OpenGateAsync(service, waiting: 3);

        await Eventually.Async(async () => await home.CountAsync("effects") == 3);
        Assert.Equal("{ not json"u8.ToArray(), (await Eventually.ValueAsync(() => wire.TakeAsync($"{Queue}.dead"))).Body.ToArray());
        await AssertNothingReturnsAsync(home, service, wire, effects: 3);
    }

    [Fact]
    public async Task Waiting_OneMessageSeveralTimes_OneEffect()
    {
        await using var home = await SampleHome.CreateAsync("twice");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, Gate));
        await _gate.Arrival(Gate);
        var message = Guid.CreateVersion7();

        for (var time = 0; time < 5; time++)
        {
            await wire.SendAsync(Queue, message, Realm, new ThingHappened(Realm, "once"));
            await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, $"other {time}"));
        }
        await OpenGateAsync(service, waiting: 10);

        await Eventually.Async(async () => await home.CountAsync("effects") == 7);
        await AssertNothingReturnsAsync(home, service, wire, effects: 7);
        Assert.Equal(1, await home.CountAsync("effects WHERE what = 'once'"));
    }

    [Fact]
    public async Task Waiting_NothingToDoAboutSome_TheOthersCommitTogether()
    {
        await using var home = await SampleHome.CreateAsync("concerned");
        await using var service = await StartAsync(home, onlyIf: fact => !fact.Name.StartsWith("dull", StringComparison.Ordinal));
        await using var wire = await Wire.OpenAsync(home);

        await SendBehindGateAsync(service, wire, [.. Enumerable.Range(1, 10).SelectMany(number => (string[])[$"thing {number}", $"dull {number}"])]);

        await Eventually.Async(async () => await home.CountAsync("effects") == 11 && service.IsIdle(Realm));
        Assert.Equal(1, await home.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM effects WHERE what <> 'gate'"));
        Assert.Equal(11, await home.CountAsync($"platform.inbox WHERE consumer = '{Queue}'"));
        await AssertNothingReturnsAsync(home, service, wire, effects: 11);
    }

    [Fact]
    public async Task Waiting_TwoAreAtWork_TheRestGathersForThem()
    {
        await using var home = await SampleHome.CreateAsync("gathered");
        await using var service = await StartAsync(home, batchesAtOnce: 4);
        await using var wire = await Wire.OpenAsync(home);
        await HoldTwoAsync(wire);

        for (var number = 0; number < 20; number++)
            await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, $"thing {number}"));
        await Eventually.Async(() => service.Services.GetRequiredService<InFlight>().Of(Realm) == 22);
        Assert.Equal(0, await home.CountAsync("effects"));
        _gate.Open(Gate);

        await Eventually.Async(async () => await home.CountAsync("effects") == 21);
        Assert.Equal(1, await home.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM effects WHERE what LIKE 'thing%'"));
        _gate.Open(SecondGate);
        await AssertNothingReturnsAsync(home, service, wire, effects: 22);
    }

    [Fact]
    public async Task Waiting_AWholeBatchBehindTwoAtWork_AnotherTakesIt()
    {
        await using var home = await SampleHome.CreateAsync("joined");
        await using var service = await StartAsync(home, batchesAtOnce: 4);
        await using var wire = await Wire.OpenAsync(home);
        await HoldTwoAsync(wire);

        for (var number = 0; number < new MessagingOptions().Batch; number++)
            await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, $"thing {number}"));

        await Eventually.Async(async () => await home.CountAsync("effects") == new MessagingOptions().Batch);
        _gate.Open(Gate);
        _gate.Open(SecondGate);
        await Eventually.Async(async () => await home.CountAsync("effects") == new MessagingOptions().Batch + 2);
        await AssertNothingReturnsAsync(home, service, wire, effects: new MessagingOptions().Batch + 2);
    }

    [Fact]
    public async Task Waiting_ProcessDiesBetweenCommitAndAcknowledgement_SecondDeliveryIsDropped()
    {
        const string own = "sample.own";
        await using var home = await SampleHome.CreateAsync("unacknowledged");
        await using var service = await StartAsync(home);
        await using var connection = await new ConnectionFactory { Uri = new Uri(home.Broker) }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var wire = await Wire.OpenAsync(home);
        _gate.Open(Gate);
        var dying = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await dying.QueueDeclareAsync(own, durable: false, exclusive: false, autoDelete: false, cancellationToken: TestContext.Current.CancellationToken);
        for (var number = 0; number < 10; number++)
            await wire.SendAsync(own, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, $"thing {number}"));

        await ConsumeAsync(service, dying, DumbChannel.Of(dying), own);
        await Eventually.Async(async () => await home.CountAsync("effects") == 10);
        await dying.CloseAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(async () => await wire.CountAsync(own) == 10);
        await wire.SendAsync(own, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "last"));
        await using var living = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var work = await ConsumeAsync(service, living, living, own);

        // They come in their order: with the last one's effect, the ten have come before it. An empty queue alone may have them still on their way here.
        await Eventually.Async(async () => await home.CountAsync("effects") == 11 && service.IsIdle(Realm));
        await living.CloseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0u, await wire.CountAsync(own));
        Assert.Equal(11, await home.CountAsync("effects"));
    }

    [Fact]
    public async Task RunTogether_TwoBatchesThatWaitForEachOther_OneRunsAndTheOtherIsUndone()
    {
        await using var home = await SampleHome.CreateAsync("deadlock");
        var meeting = new Meeting();
        await using var service = await (await SampleService.StartAsync(
            home, bus => bus.React<ThingHappened, KeepThingAndMeetWhenHappened>(inBatches: true), services => services.AddSingleton(meeting))).ListeningAsync();
        var (runner, queue) = (service.Services.GetRequiredService<ReactionRunner>(), service.Services.GetRequiredService<ServiceMessaging>().Queues.Single(known => !known.IsSignal));
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // Their aggregates are not the rows that they lock, or they would lock them in the same order.
        List<Delivery> forwards = [Delivered(queue, First, one, version: 1), Delivered(queue, Second, other, version: 1)];
        List<Delivery> backwards = [Delivered(queue, First, other, version: 2), Delivered(queue, Second, one, version: 2)];

        var ran = await Task.WhenAll(
            runner.RunTogether(queue, forwards, CancellationToken.None), runner.RunTogether(queue, backwards, CancellationToken.None));

        Assert.Single(ran, true);
        foreach (var delivery in ran[0] ? backwards : forwards)
            await runner.Run(queue, delivery, CancellationToken.None);
        Assert.Equal(2, await home.CountAsync("sample_connections WHERE version = 2"));
        Assert.Equal(4, await home.CountAsync($"platform.inbox WHERE consumer = '{queue.Name}'"));
    }

    [Fact]
    public async Task RunTogether_SeveralAggregates_AreTakenInTheOrderOfTheirIds()
    {
        await using var home = await SampleHome.CreateAsync("sorted");
        _gate.Open(Gate);
        await using var service = await StartAsync(home);
        var (runner, queue) = (service.Services.GetRequiredService<ReactionRunner>(), service.Services.GetRequiredService<ServiceMessaging>().Queues.Single(known => known.Name == Queue));
        List<Delivery> batch = [Delivered(queue, Second, Realm, 1), Delivered(queue, First, Realm, 2), Delivered(queue, Second, Realm, 3), Delivered(queue, First, Realm, 4)];

        Assert.True(await runner.RunTogether(queue, batch, CancellationToken.None));

        Assert.Equal("v2, v4, v1, v3", await home.ScalarAsync<string>("SELECT string_agg(what, ', ' ORDER BY id) FROM effects"));
    }

    private async Task<SampleService> StartAsync(SampleHome home, Func<ThingHappened, bool>? onlyIf = null, int batchesAtOnce = 1) => await (await SampleService.StartAsync(
        home,
        bus =>
        {
            bus.Publishes<ThingEnded>();
            bus.React<ThingHappened, PassGateWhenHappened>(inBatches: true, onlyIf: (fact, _) => onlyIf?.Invoke(fact) != false);
        },
        services => services.AddSingleton(_failures).AddSingleton(_gate),
        ("Messaging:Redeliveries", "1"),
        ("Messaging:BatchesAtOnce", batchesAtOnce.ToString(CultureInfo.InvariantCulture)))).ListeningAsync();

    /// <summary>The first keeps the queue's only worker busy until all the others wait.</summary>
    private async Task SendBehindGateAsync(SampleService service, Wire wire, string[] names)
    {
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, Gate));
        await _gate.Arrival(Gate);
        foreach (var name in names)
            await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, name));
        await OpenGateAsync(service, waiting: names.Length);
    }

    /// <summary>Two are at work, each on an event of its own, until their gates are opened.</summary>
    private async Task HoldTwoAsync(Wire wire)
    {
        _gate.Close(SecondGate);
        foreach (var gate in (string[])[Gate, SecondGate])
        {
            await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, gate));
            await _gate.Arrival(gate);
        }
    }

    private async Task OpenGateAsync(SampleService service, int waiting)
    {
        await Eventually.Async(() => service.Services.GetRequiredService<InFlight>().Of(Realm) == 1 + waiting);
        _gate.Open(Gate);
    }

    /// <summary>All is acknowledged: when the service ends, nothing comes back.</summary>
    private static async Task AssertNothingReturnsAsync(SampleHome home, SampleService service, Wire wire, int effects)
    {
        await Eventually.Async(() => service.IsIdle(Realm));
        await service.DisposeAsync();
        Assert.Equal(0u, await wire.CountAsync(Queue));
        Assert.Equal(effects, await home.CountAsync("effects"));
    }

    private static async Task<QueueWork> ConsumeAsync(SampleService service, IChannel channel, IChannel acknowledging, string from)
    {
        var provider = service.Services;
        var queue = provider.GetRequiredService<ServiceMessaging>().Queues.Single(queue => queue.Name == Queue);
        var work = new QueueWork(
            acknowledging,
            queue,
            provider.GetRequiredService<ReactionRunner>(),
            provider.GetRequiredService<FailedDeliveries>(),
            provider.GetRequiredService<InFlight>(),
            new MessagingOptions { BatchesAtOnce = 1 },
            NullLogger.Instance);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, received) => work.Take(received);
        await channel.BasicConsumeAsync(from, autoAck: false, consumer);
        return work;
    }

    private static Delivery Delivered(ReactionQueue queue, Guid aggregate, Guid thing, long version)
    {
        var message = Guid.CreateVersion7();
        var properties = new BasicProperties
        {
            MessageId = message.ToString(),
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [EventHeaders.MessageId] = message.ToString(),
                [EventHeaders.RealmId] = Realm.ToString(),
                [EventHeaders.AggregateId] = aggregate.ToString(),
                [EventHeaders.AggregateVersion] = version,
                [EventHeaders.OccurredAt] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            },
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(new ThingHappened(thing, $"v{version}"), EventJson.Options);
        var delivery = Delivery.Of(new BasicDeliverEventArgs("", 1, redelivered: false, "", "", properties, body), new InFlight());
        Assert.True(delivery.Read(queue));
        return delivery;
    }
}
