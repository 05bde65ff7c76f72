using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
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

    [Fact]
    public async Task CopyRows_DecimalsOfEverySize_AreStoredAsASaveStoresThem()
    {
        await using var home = await SampleHome.CreateAsync("copydecimals");
        await using var service = await StartAsync(home);
        decimal[] shares = [0m, -0.000m, 0.001m, -0.01m, 0.5m, 1m, 9.99m, 10.000m, -99.875m, 100m, 999.999m, -999.999m];

        await InTransactionAsync(service, async db =>
        {
            db.AddRange(shares.Select(Of));
            await db.SaveChangesAsync();
            await db.CopyRows([.. shares.Select(Of)], CancellationToken.None);
        });

        Assert.Equal(2 * shares.Length, await home.CountAsync("readings"));
        Assert.Equal(0, await home.ScalarAsync<long>("SELECT count(*) FROM (SELECT FROM readings GROUP BY name, share::text HAVING count(*) <> 2) odd"));

        static SampleReading Of(decimal share, int index) => Reading(filled: true, share, $"share {index}");
    }

    [Theory]
    [InlineData("1234567890123456789012345.6789")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("-10000")]
    [InlineData("0.00010")]
    public async Task CopyRows_DecimalOfManyDigits_IsTheSameNumber(string number)
    {
        await using var home = await SampleHome.CreateAsync("copydecimal");
        await home.ExecuteAsync("ALTER TABLE readings ALTER share TYPE numeric");
        await using var service = await StartAsync(home);

        await InTransactionAsync(service, db => db.CopyRows([Reading(filled: true, decimal.Parse(number, CultureInfo.InvariantCulture))], CancellationToken.None));

        Assert.Equal(number, await home.ScalarAsync<string>("SELECT share::text FROM readings"));
    }

    [Fact]
    public async Task CopyRows_MoreThanABufferHolds_AllArrive()
    {
        await using var home = await SampleHome.CreateAsync("copymany");
        await using var service = await StartAsync(home);

        await InTransactionAsync(
            service, db => db.CopyRows([.. Enumerable.Range(0, 2000).Select(number => Reading(filled: true, name: new string('ä', number * 40)))], CancellationToken.None));

        Assert.Equal(2000, await home.ScalarAsync<long>("SELECT count(*) FROM readings WHERE name = repeat('ä', length(name)) AND length(name) % 40 = 0"));
        Assert.Equal(40L * 1999 * 1000, await home.ScalarAsync<long>("SELECT sum(length(name)) FROM readings"));
    }

    [Fact]
    public async Task CopyRows_ARowIsRefused_ThrowsAndTheConnectionGoesOn()
    {
        await using var home = await SampleHome.CreateAsync("copyrefused");
        await using var service = await StartAsync(home);

        await service.InRealmAsync(Realm, async db =>
        {
            var twice = Reading(filled: true);
            await using (await db.Database.BeginTransactionAsync())
                Assert.Equal(PostgresErrorCodes.UniqueViolation, (await Assert.ThrowsAsync<PostgresException>(() => db.CopyRows([twice, twice], CancellationToken.None))).SqlState);
            await using (await db.Database.BeginTransactionAsync())
                await Assert.ThrowsAsync<InvalidOperationException>(() => RowCopy<SampleReading>.Of(db.Model).Write((NpgsqlConnection)db.Database.GetDbConnection(), Failing(), CancellationToken.None));
            Assert.Empty(await db.Readings.ToListAsync());
        });

        static IEnumerable<SampleReading> Failing()
        {
            yield return Reading(filled: true);
            throw new InvalidOperationException("There is no second one.");
        }
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

    private static SampleReading Reading(bool filled, decimal share = 8.875m, string name = "näme \"quoted\"") => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = Realm,
        Name = name,
        Remark = filled ? "a remark" : null,
        Unit = filled ? "kg" : "piece",
        Count = -7,
        IsFinal = filled,
        Share = share,
        Day = new DateOnly(2026, 2, 28),
        At = Noon,
        CheckedAt = filled ? Noon.AddDays(1) : null,
        CheckedBy = filled ? Realm : null,
        Quality = SampleQuality.Bad,
        QualityBefore = filled ? SampleQuality.Good : null,
        Price = new SamplePrice(1234, "KWD"),
    };
}
