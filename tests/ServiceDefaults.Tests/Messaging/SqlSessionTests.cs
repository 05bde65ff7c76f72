using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sample.Contracts.V1;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class SqlSessionTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();

    [Fact]
    public async Task React_InPlainSql_NewestStateStaysAndNoContextIsUsed()
    {
        const string keeping = "sample.keep-thing-plainly-when-happened";
        using var contexts = new ContextWatch();
        await using var home = await SampleHome.CreateAsync("plain");
        await using var service = await (await SampleService.StartAsync(
            home,
            bus =>
            {
                bus.Publishes<ThingHappened>();
                bus.React<ThingHappened, KeepThingPlainlyWhenHappened>(fromTheStart: true);
            },
            services => services.AddLogging(contexts.Watch))).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);
        var thing = Guid.CreateVersion7();

        foreach (var version in (long[])[3, 1, 5, 2, 4])
            await wire.SendAsync(keeping, Guid.CreateVersion7(), Realm, new ThingHappened(thing, $"v{version}"), version);

        await Eventually.Async(async () => await home.CountAsync($"platform.inbox WHERE consumer = '{keeping}'") == 5);
        // The reaction is new and has asked for what it missed: the signal went to the service itself.
        await Eventually.Async(async () => await home.CountAsync("platform.replay WHERE done_at IS NOT NULL") == 1);
        Assert.Equal("v5", await home.ScalarAsync<string>("SELECT name FROM sample_connections"));
        Assert.Equal(0, contexts.Used);
        await service.InRealmAsync(Realm, db => db.SampleConnections.CountAsync());
        Assert.Equal(1, contexts.Used);
    }

    [Fact]
    public async Task React_PlainAndByTheContext_CommitsAndFailsAsOne()
    {
        const string queue = "sample.do-both-when-happened";
        var failures = new Failures();
        failures.Expect("both", times: 2);
        await using var home = await SampleHome.CreateAsync("both");
        await using var service = await (await SampleService.StartAsync(
            home,
            bus =>
            {
                bus.Publishes<ThingEnded>();
                bus.React<ThingHappened, DoBothWhenHappened>();
            },
            services => services.AddSingleton(failures))).ListeningAsync();
        await using var wire = await Wire.OpenAsync(home);
        var listening = await wire.ListenAsync("sample.v1.thing-ended");

        await wire.SendAsync(queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "both"));

        await Eventually.Async(async () => await home.CountAsync("effects") == 2);
        await Eventually.Async(async () => await home.CountAsync("platform.outbox WHERE type = 'sample.v1.thing-ended' AND published_at IS NOT NULL") == 2);
        Assert.Equal(2, failures.Met);
        Assert.Equal(2u, await wire.CountAsync(listening));
        Assert.Equal(1, await home.CountAsync($"platform.inbox WHERE consumer = '{queue}'"));
    }

    [Fact]
    public async Task Statement_ValuesOfEveryKind_ArriveAsParameters()
    {
        await using var home = await SampleHome.CreateAsync("values");
        await using var service = await SampleService.StartAsync(home, _ => { });
        await using var connection = new NpgsqlConnection(home.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var session = new SqlSession(new Scope());
        session.Join(connection, transaction);
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

        var seen = await session.Scalar<string>(
            $"SELECT concat_ws('|', {"it's; --"}, {1}, {2L}, {true}, {noon} = '2026-03-01T10:00Z', {(string?)null}::text IS NULL, {(Guid?)null} IS NULL, {(int?)null} IS NULL)",
            CancellationToken.None);

        Assert.Equal("it's; --|1|2|t|t|t|t|t", seen);
        Assert.Null(await session.Scalar<int?>($"SELECT {(int?)null}", CancellationToken.None));
        Assert.Null(await session.Scalar<string>($"SELECT 'nobody' WHERE false", CancellationToken.None));
        Assert.Equal(["a", "b"], await session.Query($"SELECT * FROM unnest({new[] { "a", "b" }})", row => row.GetString(0), CancellationToken.None));
    }

    [Fact]
    public async Task Execute_OutsideOfAReaction_Throws() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => new SqlSession(new Scope()).Execute($"SELECT 1", CancellationToken.None));
}
