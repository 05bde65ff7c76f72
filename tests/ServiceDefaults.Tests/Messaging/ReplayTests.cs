using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class ReplayTests
{
    private const string Queue = "sample.note-thing-when-happened";
    private static readonly Guid Realm = Guid.CreateVersion7();

    [Fact]
    public async Task Replay_ByMessageId_IsSentWithTheSameIdAndNothingElse()
    {
        await using var home = await SampleHome.CreateAsync("replay");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>())).ListeningAsync();
        await EmitAsync(service, "one", "two", "three");
        await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE published_at IS NULL") == 0);
        var second = await home.ScalarAsync<Guid>("SELECT message_id FROM platform.outbox WHERE payload LIKE '%two%'");
        await using var wire = await Wire.OpenAsync(home);
        var listening = await wire.ListenAsync("sample.v1.thing-happened");

        var id = await ReplayRequests.Add(
            service.Services.GetRequiredService<NpgsqlDataSource>(), new ReplayRequest(Types: null, RealmId: null, [second], Since: null, Until: null), CancellationToken.None);

        await Eventually.Async(async () => await home.CountAsync($"platform.replay WHERE id = '{id}' AND done_at IS NOT NULL AND events_sent = 1") == 1);
        var message = await Eventually.ValueAsync(() => wire.TakeAsync(listening));
        Assert.Equal(second.ToString(), message.BasicProperties.MessageId);
        Assert.Null(await wire.TakeAsync(listening));
    }

    [Fact]
    public async Task Start_ReactionYoungerThanTheEvent_GetsItFromItsPublisher()
    {
        await using var home = await SampleHome.CreateAsync("young");
        await using (var before = await (await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>())).ListeningAsync())
        {
            await EmitAsync(before, "early");
            await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE published_at IS NULL") == 0);
        }

        await using var after = await SampleService.StartAsync(home, bus =>
        {
            bus.Publishes<ThingHappened>();
            bus.React<ThingHappened, NoteThingWhenHappened>();
        });

        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'early'") == 1);
    }

    [Fact]
    public async Task Start_LongHistory_OnlyAReadModelAsksForAllOfIt()
    {
        await using var home = await SampleHome.CreateAsync("history");
        await using (var before = await (await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>())).ListeningAsync())
        {
            await EmitAsync(before, "old");
            await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE published_at IS NULL") == 0);
        }
        await home.ExecuteAsync("UPDATE platform.outbox SET written_at = written_at - interval '30 days'");

        await using var after = await SampleService.StartAsync(home, bus =>
        {
            bus.Publishes<ThingHappened>();
            bus.React<ThingHappened, NoteThingWhenHappened>();
            bus.React<ThingHappened, KeepThingWhenHappened>(fromTheStart: true);
        });

        await Eventually.Async(async () => await home.CountAsync("sample_connections") == 1);
        await Eventually.Async(async () => await home.CountAsync("platform.replay WHERE done_at IS NOT NULL") == 2);
        Assert.Equal(0, await home.CountAsync("effects"));
    }

    [Fact]
    public async Task Rebuild_HandledEvents_AreHandledAgainInTheNewGeneration()
    {
        await using var home = await SampleHome.CreateAsync("rebuild");
        await using var service = await (await SampleService.StartAsync(home, bus =>
        {
            bus.Publishes<ThingHappened>();
            bus.React<ThingHappened, NoteThingWhenHappened>();
        })).ListeningAsync();
        await EmitAsync(service, "again");
        await Eventually.Async(async () => await home.CountAsync("effects") == 1);

        var known = await service.Services.GetRequiredService<ReactionHistory>().Rebuild(Queue, CancellationToken.None);

        Assert.True(known);
        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'again'") == 2);
        Assert.Equal(1, await home.CountAsync("platform.inbox WHERE generation = 2"));
        Assert.False(await service.Services.GetRequiredService<ReactionHistory>().Rebuild("sample.unknown", CancellationToken.None));
    }

    private static Task EmitAsync(SampleService service, params string[] names) => service.InRealmAsync(Realm, db =>
    {
        foreach (var name in names)
            db.Emit(new ThingHappened(Guid.CreateVersion7(), name), Guid.CreateVersion7(), version: 1, DateTimeOffset.UtcNow);
        return db.SaveChangesAsync();
    });
}
