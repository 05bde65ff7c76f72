using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Tests.Messaging;
using ServiceDefaults.Time;
using Testing;

namespace ServiceDefaults.Tests.Time;

public sealed class SandboxClockTests
{
    private static readonly Guid Sandbox = Guid.CreateVersion7();
    private static readonly Guid Live = Guid.CreateVersion7();
    private readonly Failures _failures = new();

    [Fact]
    public async Task Advance_DueWork_RunsUpToTheTargetInThatRealmOnlyAndRoundsEnd()
    {
        await using var home = await SampleHome.CreateAsync("sandbox");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;
        foreach (var realm in (Guid[])[Sandbox, Live])
        {
            await service.InRealmAsync(realm, db =>
            {
                db.Schedule<NoteDueWork>("monthly", start.AddDays(30), new NoteDueWork.Repeat(EveryDays: 30));
                return db.SaveChangesAsync();
            });
        }

        var job = Guid.CreateVersion7();
        var worked = await AdvanceAsync(service, wire, answers, job, round: 1, start, TimeSpan.FromDays(100));
        var idle = await AdvanceAsync(service, wire, answers, job, round: 2, start, TimeSpan.FromDays(100));

        Assert.Equal(new RealmClockDrained(Sandbox, job, 1, "sample", 3), worked);
        Assert.Equal(new RealmClockDrained(Sandbox, job, 2, "sample", 0), idle);
        var scope = new Scope();
        scope.EnterInstallation();
        await using var db = home.Open(scope);
        var effects = await db.Effects.OrderBy(effect => effect.Id).ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(effects, effect => Assert.Equal(Sandbox, effect.RealmId));
        Assert.Equal([30, 60, 90], effects.Select(effect => (int)Math.Round((effect.At - start).TotalDays)));
    }

    [Fact]
    public async Task Advance_SignalComesTwiceOrLate_EachRoundIsAnsweredOnce()
    {
        await using var home = await SampleHome.CreateAsync("twice");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;
        var job = Guid.CreateVersion7();
        var ahead = TimeSpan.FromDays(1);

        var first = await AdvanceAsync(service, wire, answers, job, round: 1, start, ahead);
        await SignalAsync(service, job, round: 1, start, ahead);
        var second = await AdvanceAsync(service, wire, answers, job, round: 2, start, ahead);
        await SignalAsync(service, job, round: 1, start, ahead);
        var third = await AdvanceAsync(service, wire, answers, job, round: 3, start, ahead);

        Assert.Equal([1, 2, 3], [first.Round, second.Round, third.Round]);
    }

    [Fact]
    public async Task Advance_EventsOfTheRound_CountAsWorkOnce()
    {
        await using var home = await SampleHome.CreateAsync("counted");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;
        var job = Guid.CreateVersion7();
        await AdvanceAsync(service, wire, answers, job, round: 1, start, TimeSpan.FromDays(1));
        await service.InRealmAsync(Sandbox, db =>
        {
            db.Emit(new ThingHappened(Guid.CreateVersion7(), "between two rounds"), Sandbox, version: 1, start);
            return db.SaveChangesAsync();
        });

        var second = await AdvanceAsync(service, wire, answers, job, round: 2, start, TimeSpan.FromDays(1));
        var third = await AdvanceAsync(service, wire, answers, job, round: 3, start, TimeSpan.FromDays(1));

        Assert.Equal((1, 0), (second.WorkDone, third.WorkDone));
    }

    [Fact]
    public async Task Advance_Clock_MovesInThatRealmOnly()
    {
        await using var home = await SampleHome.CreateAsync("clock");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;

        await AdvanceAsync(service, wire, answers, Guid.CreateVersion7(), round: 1, start, TimeSpan.FromDays(400));

        await Eventually.Async(() => NowIn(service, Sandbox) >= start.AddDays(400));
        Assert.InRange(NowIn(service, Live), start, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Advance_RealmBeganInThePast_ItsDueWorkWaitsForItsOwnClock()
    {
        await using var home = await SampleHome.CreateAsync("past");
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;
        var job = Guid.CreateVersion7();
        await AdvanceAsync(service, wire, answers, job, round: 1, start, TimeSpan.FromDays(-100));
        await Eventually.Async(() => NowIn(service, Sandbox) < start.AddDays(-99));

        // Due by the wall clock both, in the sandbox only one of them.
        await service.InRealmAsync(Sandbox, async db =>
        {
            db.Schedule<NoteDueWork>("later", start.AddDays(-50));
            db.Schedule<NoteDueWork>("now", start.AddDays(-101));
            await db.SaveChangesAsync();
        });

        await Eventually.Async(async () => await home.CountAsync("effects") == 1);
        Assert.Equal("later", await home.ScalarAsync<string>("SELECT key FROM platform.due_work"));
        await AdvanceAsync(service, wire, answers, Guid.CreateVersion7(), round: 1, start, TimeSpan.FromDays(-40));
        Assert.Equal(2, await home.CountAsync("effects"));
    }

    [Fact]
    public async Task Advance_ItemFailsAtFirst_LaterOnesWaitForIt()
    {
        await using var home = await SampleHome.CreateAsync("strict");
        _failures.Expect("first", times: 2);
        await using var service = await StartAsync(home);
        await using var wire = await Wire.OpenAsync(home);
        var answers = await wire.ListenAsync("platform.v1.realm-clock-drained");
        var start = DateTimeOffset.UtcNow;
        await service.InRealmAsync(Sandbox, db =>
        {
            db.Schedule<NoteDueWork>("second", start.AddDays(2));
            db.Schedule<NoteDueWork>("first", start.AddDays(1));
            return db.SaveChangesAsync();
        });

        await AdvanceAsync(service, wire, answers, Guid.CreateVersion7(), round: 1, start, TimeSpan.FromDays(3));

        Assert.Equal(2, _failures.Met);
        Assert.Equal("first second", await home.ScalarAsync<string>("SELECT string_agg(what, ' ' ORDER BY id) FROM effects"));
    }

    private Task<SampleService> StartAsync(SampleHome home) => SampleService.StartAsync(
        home,
        bus =>
        {
            bus.Publishes<RealmClockAdvanced>();
            bus.Publishes<ThingHappened>();
            bus.Due<NoteDueWork>();
        },
        services => services.AddSingleton(_failures));

    private static async Task<RealmClockDrained> AdvanceAsync(
        SampleService service, Wire wire, string answers, Guid job, int round, DateTimeOffset start, TimeSpan ahead)
    {
        await SignalAsync(service, job, round, start, ahead);
        var answer = await Eventually.ValueAsync(() => wire.TakeAsync(answers));
        return JsonSerializer.Deserialize<RealmClockDrained>(answer.Body.Span, EventJson.Options)!;
    }

    private static async Task SignalAsync(SampleService service, Guid job, int round, DateTimeOffset start, TimeSpan ahead)
    {
        await service.ListeningAsync();
        await service.InRealmAsync(Sandbox, db =>
        {
            db.Emit(new RealmClockAdvanced(Sandbox, job, round, start + ahead, ahead), Sandbox, round, start);
            return db.SaveChangesAsync();
        });
    }

    private static DateTimeOffset NowIn(SampleService service, Guid realmId)
    {
        using var services = service.Services.CreateScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(realmId);
        return services.ServiceProvider.GetRequiredService<RealmClock>().Now;
    }
}
