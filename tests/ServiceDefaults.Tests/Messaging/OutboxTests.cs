using System.Text;
using Microsoft.EntityFrameworkCore;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class OutboxTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Emit_SaveCommits_EventIsPublishedWithItsEnvelope()
    {
        await using var home = await SampleHome.CreateAsync("outbox");
        await using var wire = await Wire.OpenAsync(home);
        var queue = await wire.ListenAsync("sample.v1.thing-happened");
        await using var service = await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>());
        var thing = Guid.CreateVersion7();

        await service.InRealmAsync(Realm, db =>
        {
            db.Emit(new ThingHappened(thing, "käse"), thing, version: 7, Noon);
            return db.SaveChangesAsync();
        });

        var message = await Eventually.ValueAsync(() => wire.TakeAsync(queue));
        Assert.Equal($$"""{"thingId":"{{thing}}","name":"käse","number":0}""", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(new EventContext(Guid.Parse(message.BasicProperties.MessageId!), Realm, thing, 7, Noon), Envelope.Read(message.BasicProperties));
        Assert.Equal("application/json", message.BasicProperties.ContentType);
        Assert.Equal("sample.v1.thing-happened", message.BasicProperties.Text("event-type"));
    }

    [Fact]
    public async Task Emit_TransactionRollsBack_NothingIsPublished()
    {
        await using var home = await SampleHome.CreateAsync("rollback");
        await using var wire = await Wire.OpenAsync(home);
        var queue = await wire.ListenAsync("sample.v1.thing-happened");
        await using var service = await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>());

        await service.InRealmAsync(Realm, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "undone"), Guid.CreateVersion7(), 1, Noon);
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });
        await service.InRealmAsync(Realm, db =>
        {
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "done"), Guid.CreateVersion7(), 1, Noon);
            return db.SaveChangesAsync();
        });

        var message = await Eventually.ValueAsync(() => wire.TakeAsync(queue));
        Assert.Contains("\"done\"", Encoding.UTF8.GetString(message.Body.Span), StringComparison.Ordinal);
        Assert.Equal(1, await home.CountAsync("platform.outbox WHERE type LIKE 'sample.%'"));
    }

    [Fact]
    public async Task Dispatch_ManyEvents_EachIsMarkedAndSentOnceInOrder()
    {
        await using var home = await SampleHome.CreateAsync("batches");
        await using var wire = await Wire.OpenAsync(home);
        var queue = await wire.ListenAsync("sample.v1.thing-happened");
        await using var service = await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>(), services: null, ("Messaging:DispatchBatch", "50"));

        await service.InRealmAsync(Realm, db =>
        {
            for (var number = 0; number < 500; number++)
                db.Emit(new ThingHappened(Guid.Empty, "many", number), Guid.CreateVersion7(), 1, Noon);
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE published_at IS NULL") == 0);
        Assert.Equal(500u, await wire.CountAsync(queue));
    }

    [Fact]
    public async Task Dispatch_BrokerAway_SavesAndSendsWhenItIsBack()
    {
        await using var home = await SampleHome.CreateAsync("away");
        var nobody = home with { Broker = "amqp://nobody:none@127.0.0.1:9/" };
        await using (var service = await SampleService.StartAsync(nobody, bus => bus.Publishes<ThingHappened>()))
        {
            await service.InRealmAsync(Realm, db =>
            {
                db.Emit(new ThingHappened(Guid.CreateVersion7(), "patient"), Guid.CreateVersion7(), 1, Noon);
                return db.SaveChangesAsync();
            });
            Assert.Equal(1, await home.CountAsync("platform.outbox WHERE published_at IS NULL"));
        }

        await using var wire = await Wire.OpenAsync(home);
        var queue = await wire.ListenAsync("sample.v1.thing-happened");
        await using var restarted = await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>());

        Assert.NotNull(await Eventually.ValueAsync(() => wire.TakeAsync(queue)));
    }
}
