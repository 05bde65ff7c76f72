using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Tests.Messaging;
using ServiceDefaults.Tests.Storage;
using ServiceDefaults.Time;
using Testing;

namespace ServiceDefaults.Tests.Time;

public sealed class DueWorkTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();
    private readonly Failures _failures = new();

    [Fact]
    public async Task Run_OverdueItems_RunInDueOrderEachAtItsDueTime()
    {
        await using var home = await SampleHome.CreateAsync("due");
        await using var service = await StartAsync(home);
        var first = Microseconds(DateTimeOffset.UtcNow.AddDays(-3));

        await service.InRealmAsync(Realm, db =>
        {
            foreach (var day in (int[])[2, 0, 1])
                db.Schedule<NoteDueWork>($"day {day}", first.AddDays(day));
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("effects") == 3);
        Assert.Equal([("day 0", first), ("day 1", first.AddDays(1)), ("day 2", first.AddDays(2))], await EffectsAsync(home));
        Assert.Equal(0, await home.CountAsync("platform.due_work"));
    }

    [Fact]
    public async Task Run_ItemNotYetDue_WaitsForItsTime()
    {
        await using var home = await SampleHome.CreateAsync("later");
        await using var service = await StartAsync(home);
        var soon = Microseconds(DateTimeOffset.UtcNow.AddSeconds(1.5));

        await service.InRealmAsync(Realm, db =>
        {
            db.Schedule<NoteDueWork>("soon", soon);
            db.Schedule<NoteDueWork>("never", soon.AddYears(1));
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("effects") == 1);
        Assert.True(DateTimeOffset.UtcNow >= soon);
        Assert.Equal([("soon", soon)], await EffectsAsync(home));
        Assert.Equal("never", await home.ScalarAsync<string>("SELECT key FROM platform.due_work"));
    }

    [Fact]
    public async Task Schedule_SameKeyAgain_MovesTheItem()
    {
        await using var home = await SampleHome.CreateAsync("move");
        await using var service = await StartAsync(home);
        var later = Microseconds(DateTimeOffset.UtcNow.AddDays(9));

        await service.InRealmAsync(Realm, async db =>
        {
            db.Schedule<NoteDueWork>("moved", later.AddDays(-1));
            db.Schedule<NoteDueWork>("cancelled", later);
            await db.SaveChangesAsync();
            db.Schedule<NoteDueWork>("moved", later);
            db.Unschedule<NoteDueWork>("cancelled");
            await db.SaveChangesAsync();
        });

        Assert.Equal(1, await home.CountAsync("platform.due_work"));
        Assert.Equal(later.UtcDateTime, await home.ScalarAsync<DateTime>("SELECT due_at FROM platform.due_work WHERE key = 'moved'"));
    }

    [Fact]
    public async Task UnscheduleUnlessRunning_ItemThatNobodyRuns_IsRemoved()
    {
        await using var home = await SampleHome.CreateAsync("dropped");
        await using var service = await StartAsync(home);

        await service.InRealmAsync(Realm, async db =>
        {
            db.Schedule<NoteDueWork>("dropped", DateTimeOffset.UtcNow.AddDays(1));
            db.Schedule<NoteDueWork>("kept", DateTimeOffset.UtcNow.AddDays(1));
            await db.SaveChangesAsync();
            db.UnscheduleUnlessRunning<NoteDueWork>("dropped");
            await db.SaveChangesAsync();
        });

        Assert.Equal("kept", await home.ScalarAsync<string>("SELECT key FROM platform.due_work"));
    }

    [Fact]
    public async Task UnscheduleUnlessRunning_ItemThatRuns_IsLeftToItsRunWithoutWaiting()
    {
        await using var home = await SampleHome.CreateAsync("running");
        await using var service = await StartAsync(home);
        await service.InRealmAsync(Realm, db =>
        {
            db.Schedule<NoteDueWork>("running", DateTimeOffset.UtcNow.AddDays(1));
            return db.SaveChangesAsync();
        });

        await service.InRealmAsync(Realm, async running =>
        {
            await using var run = await running.Database.BeginTransactionAsync();
            await running.Database.ExecuteSqlAsync($"DELETE FROM platform.due_work WHERE key = 'running'");
            await service.InRealmAsync(Realm, db =>
            {
                db.UnscheduleUnlessRunning<NoteDueWork>("running");
                return db.SaveChangesAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.DefaultDeadline);
            });
            await run.RollbackAsync();
        });

        Assert.Equal("running", await home.ScalarAsync<string>("SELECT key FROM platform.due_work"));
    }

    [Fact]
    public async Task Schedule_TransactionRollsBack_NothingIsScheduled()
    {
        await using var home = await SampleHome.CreateAsync("unscheduled");
        await using var service = await StartAsync(home);

        await service.InRealmAsync(Realm, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Schedule<NoteDueWork>("undone", DateTimeOffset.UtcNow.AddDays(1));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });

        Assert.Equal(0, await home.CountAsync("platform.due_work"));
    }

    [Fact]
    public async Task Run_TwoProcesses_EachItemRunsOnceInOrder()
    {
        await using var home = await SampleHome.CreateAsync("two");
        await using var one = await StartAsync(home);
        await using var other = await StartAsync(home);
        var first = Microseconds(DateTimeOffset.UtcNow.AddDays(-200));

        await one.InRealmAsync(Realm, db =>
        {
            for (var day = 0; day < 100; day++)
                db.Schedule<NoteDueWork>($"{day:000}", first.AddDays(day));
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("platform.due_work") == 0);
        var effects = await EffectsAsync(home);
        Assert.Equal(Enumerable.Range(0, 100).Select(day => $"{day:000}"), effects.Select(effect => effect.What));
    }

    [Fact]
    public async Task Run_ItemKeepsFailing_IsSetAsideWithItsErrorAndOthersRun()
    {
        await using var home = await SampleHome.CreateAsync("failing");
        _failures.Expect("bad", times: int.MaxValue);
        await using var service = await StartAsync(home, ("DueWork:FirstPause", "00:00:00.010"), ("DueWork:Attempts", "3"), ("DueWork:Poll", "00:00:00.050"));
        var due = DateTimeOffset.UtcNow.AddDays(-2);

        await service.InRealmAsync(Realm, db =>
        {
            db.Schedule<NoteDueWork>("bad", due);
            db.Schedule<NoteDueWork>("good", due.AddDays(1));
            return db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("platform.due_work WHERE set_aside_at IS NOT NULL AND attempts = 3") == 1
            && await home.CountAsync("platform.due_work") == 1);
        Assert.Contains("bad cannot be handled now.", await home.ScalarAsync<string>("SELECT error FROM platform.due_work"), StringComparison.Ordinal);
        Assert.Equal(["good"], (await EffectsAsync(home)).Select(effect => effect.What));
    }

    private Task<SampleService> StartAsync(SampleHome home, params (string Key, string Value)[] settings) =>
        SampleService.StartAsync(home, bus => bus.Due<NoteDueWork>(), services => services.AddSingleton(_failures), settings);

    private static async Task<IReadOnlyList<(string What, DateTimeOffset At)>> EffectsAsync(SampleHome home)
    {
        var scope = new Scope();
        scope.EnterRealm(Realm);
        await using var db = home.Open(scope);
        return [.. (await db.Effects.OrderBy(effect => effect.Id).ToListAsync()).Select(effect => (effect.What, effect.At))];
    }

    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
