using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using ServiceDefaults.Tests.Messaging;
using ServiceDefaults.Tests.Time;
using Testing;

namespace ServiceDefaults.Tests.Storage;

public sealed class BulkWritesTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CopyRows_EveryKindOfColumn_IsStoredAsASaveStoresIt(bool filled)
    {
        await using var home = await SampleHome.CreateAsync("copy");
        await using var service = await StartAsync(home);

        await InTransactionAsync(service, async db =>
        {
            db.Add(Reading(filled));
            await db.SaveChangesAsync();
            await db.CopyRows([Reading(filled)], CancellationToken.None);
        });

        Assert.Equal(2, await home.CountAsync("readings"));
        Assert.Equal(1, await home.ScalarAsync<long>("SELECT count(DISTINCT to_jsonb(r) - 'id') FROM readings r"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task EmitMany_Events_ArriveOnceEachAsEmitted(int count)
    {
        await using var home = await SampleHome.CreateAsync("emitmany");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var queue = await wire.ListenAsync("sample.v1.thing-happened");
        await service.ListeningAsync();
        BulkEvent<ThingHappened>[] events = [.. Enumerable.Range(0, count).Select(number => new BulkEvent<ThingHappened>(new ThingHappened(Guid.CreateVersion7(), $"thing {number}"), Guid.CreateVersion7(), Version: 7))];

        await InTransactionAsync(service, async db =>
        {
            await db.EmitMany(events, Noon, CancellationToken.None);
            db.Emit(events[0].Fact, events[0].AggregateId, version: 7, Noon);
            await db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await wire.CountAsync(queue) == count + 1);
        Assert.Equal(count, await home.ScalarAsync<long>("SELECT count(DISTINCT (realm_id, type, aggregate_id, version, occurred_at, payload)) FROM platform.outbox"));
    }

    [Fact]
    public async Task EmitMany_TransactionRollsBack_NothingIsInTheOutbox()
    {
        await using var home = await SampleHome.CreateAsync("emitnone");
        await using var service = await StartAsync(home);

        await service.InRealmAsync(Realm, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.EmitMany([.. Enumerable.Range(0, 500).Select(_ => new BulkEvent<ThingHappened>(new ThingHappened(Guid.CreateVersion7(), "undone"), Guid.CreateVersion7(), 1))], Noon, CancellationToken.None);
            await transaction.RollbackAsync();
        });

        Assert.Equal(0, await home.CountAsync("platform.outbox"));
    }

    [Fact]
    public async Task ScheduleMany_SomeKeysAreThere_MovesThemAndAddsTheOthers()
    {
        await using var home = await SampleHome.CreateAsync("schedulemany");
        await using var service = await StartAsync(home);
        var later = DateTimeOffset.UtcNow.AddYears(1);

        await InTransactionAsync(service, async db =>
        {
            db.Schedule<NoteDueWork>("a", later, new NoteDueWork.Repeat(1));
            await db.SaveChangesAsync();
            await db.ScheduleMany<NoteDueWork>([new("a", later.AddDays(1)), new("b", later.AddDays(1), new NoteDueWork.Repeat(2))], CancellationToken.None);
        });

        Assert.Equal(
            "a - b {\"everyDays\":2}",
            await home.ScalarAsync<string>($"SELECT string_agg(key || ' ' || coalesce(payload, '-'), ' ' ORDER BY key) FROM platform.due_work WHERE due_at > '{later:O}'"));
    }

    [Fact]
    public async Task ScheduleNew_Items_StandAsScheduleWritesThem()
    {
        await using var home = await SampleHome.CreateAsync("schedulenew");
        await using var service = await StartAsync(home);
        var later = Noon.AddYears(100);

        await InTransactionAsync(service, async db =>
        {
            db.Schedule<NoteDueWork>("one", later, new NoteDueWork.Repeat(1));
            db.Schedule<NoteDueWork>("other", later);
            await db.SaveChangesAsync();
            await db.ScheduleNew<NoteDueWork>([new("one, copied", later, new NoteDueWork.Repeat(1)), new("other, copied", later)], CancellationToken.None);
        });

        Assert.Equal(4, await home.CountAsync("platform.due_work"));
        Assert.Equal(2, await home.ScalarAsync<long>("SELECT count(DISTINCT to_jsonb(w) - 'key') FROM platform.due_work w"));
    }

    [Fact]
    public async Task CopyRows_OutsideATransaction_Throws()
    {
        await using var home = await SampleHome.CreateAsync("copynone");
        await using var service = await StartAsync(home);

        await service.InRealmAsync(Realm, db => Assert.ThrowsAsync<InvalidOperationException>(() => db.CopyRows([Reading(filled: true)], CancellationToken.None)));
    }

    private static Task<SampleService> StartAsync(SampleHome home) => SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>());

    private static Task InTransactionAsync(SampleService service, Func<SampleDb, Task> work) => service.InRealmAsync(Realm, async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await work(db);
        await transaction.CommitAsync();
    });

    private static SampleReading Reading(bool filled) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = Realm,
        Name = "näme \"quoted\"",
        Remark = filled ? "a remark" : null,
        Unit = filled ? "kg" : "piece",
        Count = -7,
        IsFinal = filled,
        Share = 8.875m,
        Day = new DateOnly(2026, 2, 28),
        At = Noon,
        CheckedAt = filled ? Noon.AddDays(1) : null,
        CheckedBy = filled ? Realm : null,
        Quality = SampleQuality.Bad,
        QualityBefore = filled ? SampleQuality.Good : null,
        Price = new SamplePrice(1234, "KWD"),
    };
}
