using Microsoft.EntityFrameworkCore;
using Sample.Contracts.V1;
using ServiceDefaults.Security;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class InboxTests
{
    private const string Queue = "sample.note-thing-when-happened";
    private static readonly Guid Realm = Guid.CreateVersion7();

    [Fact]
    public async Task React_EmittedEvent_HasItsEffectAtTheEventsTime()
    {
        await using var home = await SampleHome.CreateAsync("react");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.React<ThingHappened, NoteThingWhenHappened>())).ListeningAsync();
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        await service.InRealmAsync(Realm, db =>
        {
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "heard"), Guid.CreateVersion7(), 1, noon);
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("effects") == 1);
        var scope = new Scope();
        scope.EnterRealm(Realm);
        await using var db = home.Open(scope);
        var effect = await db.Effects.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("heard", noon), (effect.What, effect.At));
    }

    [Fact]
    public async Task React_OneMessageTenTimes_OneEffect()
    {
        await using var home = await SampleHome.CreateAsync("ten");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.React<ThingHappened, NoteThingWhenHappened>())).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);
        var message = Guid.CreateVersion7();

        for (var time = 0; time < 10; time++)
            await wire.SendAsync(Queue, message, Realm, new ThingHappened(Realm, "once"));
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "last"));

        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'last'") == 1 && await wire.CountAsync(Queue) == 0);
        await Eventually.Async(() => service.IsIdle(Realm));
        Assert.Equal(1, await home.CountAsync("effects WHERE what = 'once'"));
    }

    [Fact]
    public async Task React_ProcessDiedBeforeMarking_SecondSendingIsDropped()
    {
        await using var home = await SampleHome.CreateAsync("died");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.React<ThingHappened, NoteThingWhenHappened>())).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);
        await service.InRealmAsync(Realm, db =>
        {
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "sent"), Guid.CreateVersion7(), 1, DateTimeOffset.UtcNow);
            return db.SaveChangesAsync();
        });
        await Eventually.Async(async () => await home.CountAsync("effects") == 1 && await home.CountAsync("platform.outbox WHERE published_at IS NULL") == 0);

        // What a dispatcher leaves that was killed between the broker's confirm and its own commit.
        await home.ExecuteAsync("UPDATE platform.outbox SET published_at = NULL");
        var listening = await wire.ListenAsync("sample.v1.thing-happened");

        await Eventually.ValueAsync(() => wire.TakeAsync(listening));
        await Eventually.Async(async () => await wire.CountAsync(Queue) == 0 && service.IsIdle(Realm));
        Assert.Equal(1, await home.CountAsync("effects"));
    }

    [Fact]
    public async Task React_OutOfOrder_NewestStateStays()
    {
        const string keeping = "sample.keep-thing-when-happened";
        await using var home = await SampleHome.CreateAsync("order");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.React<ThingHappened, KeepThingWhenHappened>())).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);
        var thing = Guid.CreateVersion7();

        foreach (var version in (long[])[3, 1, 5, 2, 4])
            await wire.SendAsync(keeping, Guid.CreateVersion7(), Realm, new ThingHappened(thing, $"v{version}"), version);

        await Eventually.Async(async () => await home.CountAsync($"platform.inbox WHERE consumer = '{keeping}'") == 5);
        Assert.Equal("v5", await home.ScalarAsync<string>("SELECT name FROM sample_connections"));
    }

    [Fact]
    public async Task React_SeveralEvents_ComeThroughOneQueueAndAreToldApart()
    {
        await using var home = await SampleHome.CreateAsync("several");
        await using var service = await (await SampleService.StartAsync(home, bus =>
        {
            bus.React<ThingHappened, NoteBothWhenHappened>();
            bus.React<ThingEnded, NoteBothWhenHappened>();
        })).ListeningAsync();

        await service.InRealmAsync(Realm, db =>
        {
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "begun"), Guid.CreateVersion7(), 1, DateTimeOffset.UtcNow);
            db.Emit(new ThingEnded(Guid.CreateVersion7(), "rain"), Guid.CreateVersion7(), 1, DateTimeOffset.UtcNow);
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("effects") == 2);
        Assert.Equal("begun, ended by rain", await home.ScalarAsync<string>("SELECT string_agg(what, ', ' ORDER BY what) FROM effects"));
    }

    [Fact]
    public async Task React_NothingToDoAboutAnEvent_IsAcknowledgedAndLeavesNoTrace()
    {
        await using var home = await SampleHome.CreateAsync("concern");
        await using var service = await (await SampleService.StartAsync(
            home, bus => bus.React<ThingHappened, NoteThingWhenHappened>(onlyIf: (fact, context) => fact.Name != "dull" && context.Version > 1))).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);

        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "dull"), version: 2);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "first"), version: 1);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "second"), version: 2);

        await Eventually.Async(async () => await home.CountAsync("effects") == 1 && await wire.CountAsync(Queue) == 0 && service.IsIdle(Realm));
        Assert.Equal("second", await home.ScalarAsync<string>("SELECT what FROM effects"));
        Assert.Equal(1, await home.CountAsync($"platform.inbox WHERE consumer = '{Queue}'"));
        await service.DisposeAsync();
        Assert.Equal(0u, await wire.CountAsync(Queue));
    }
}
