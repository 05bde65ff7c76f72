using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>
/// Whatever is killed: every committed event is published, every consumer handles it, and its effect happens once.
/// The load is a partner that changes a connection's Support Owner again and again: each change is one event, whose effect in Tickets is one row.
/// </summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Events_ServiceKilledBeforeItCouldPublish_AreHandledOnceAfterItsRestart()
    {
        var load = await OwnerChanges.PrepareAsync();

        await load.System.StopAsync("rabbitmq");
        // The broker is away: what is written now can only be in the outbox.
        await load.ChangeAsync(20);
        load.System.Kill("orgs");
        await load.System.StartAsync("rabbitmq");
        await load.System.StartAsync("orgs");

        await load.AllHandledOnceAsync(atLeast: 20);
    }

    [Fact]
    public async Task Events_ConsumerKilledAgainAndAgain_AreHandledOnce()
    {
        var load = await OwnerChanges.PrepareAsync();

        var changing = load.ChangeAsync(120);
        for (var kill = 0; kill < 3; kill++)
        {
            load.System.Kill("tickets");
            await load.System.StartAsync("tickets");
        }

        await changing;
        await load.AllHandledOnceAsync(atLeast: 120);
    }

    [Fact]
    public async Task Events_BrokerRestartedUnderLoad_AreHandledOnceAndNoApiGoesDown()
    {
        var load = await OwnerChanges.PrepareAsync();

        var changing = load.ChangeAsync(120);
        await load.System.StopAsync("rabbitmq");
        await load.System.StartAsync("rabbitmq");

        await changing;
        Assert.Equal(0, load.Failed);
        await load.AllHandledOnceAsync(atLeast: 120);
    }

    [Fact]
    public async Task Events_DatabaseRestartedUnderLoad_AreHandledOnce()
    {
        var load = await OwnerChanges.PrepareAsync();

        var changing = load.ChangeAsync(120);
        await load.System.StopAsync("postgres");
        await load.System.StartAsync("postgres");

        await changing;
        foreach (var service in load.System.Facts.Databases.Keys)
        {
            await load.System.HealthyAsync(service);
        }

        await load.ChangeAsync(1);
        await load.AllHandledOnceAsync(atLeast: 1);
    }

    [Fact]
    public async Task Requests_RedisGone_AreAnsweredAllTheSame()
    {
        var load = await OwnerChanges.PrepareAsync();

        load.System.Kill("redis");
        try
        {
            await load.ChangeAsync(20);
            Assert.Equal(0, load.Failed);
        }
        finally
        {
            await load.System.StartAsync("redis");
        }

        await load.AllHandledOnceAsync(atLeast: 20);
    }

    /// <summary>The load on one connection of a fresh realm, and its count in the databases.</summary>
    private sealed class OwnerChanges(RunningSystem system, Cast cast, string token, Guid realm, Guid connection, Guid[] owners)
    {
        private int changes;

        public RunningSystem System => system;

        /// <summary>How many changes were not answered with success.</summary>
        public int Failed { get; private set; }

        public static async Task<OwnerChanges> PrepareAsync()
        {
            var system = await WholeSystem.SharedAsync();
            var cast = new Cast(system);
            var root = await cast.OpenRealmAsync();
            var owners = new List<Guid>();
            foreach (var person in new[] { "ann", "bob" })
            {
                var email = cast.EmailOf(person);
                (await root.PostAsync("/api/orgs/v1/members", new { email, name = person, role = "support", portalAccess = true })).Expect(HttpStatusCode.Created);
                var client = await cast.AcceptInvitationAsync(person, email);
                owners.Add((Guid)(await client.GetAsync("/api/orgs/v1/me")).Expect(HttpStatusCode.OK).Json["person"]!["id"]!);
            }

            var child = (await root.PostAsync("/api/orgs/v1/organizations", new
            {
                name = "Loaded",
                kind = "customer",
                superAdmin = new { name = "Nobody", email = cast.EmailOf("nobody") },
                accountsPayableEmail = cast.EmailOf("nobody"),
                trialDays = 1,
            })).Expect(HttpStatusCode.Created);
            return new OwnerChanges(system, cast, root.Token, cast.RealmId, (Guid)child.Json["connection"]!["id"]!, [.. owners]);
        }

        /// <summary>Changes the owner so many times, one after another. What a fault makes fail is not tried again.</summary>
        public async Task ChangeAsync(int times)
        {
            using var http = system.CreateClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            for (var time = 0; time < times; time++)
            {
                try
                {
                    using var answer = await http.PutAsJsonAsync($"/api/orgs/v1/connections/{connection}/support-owner", new { personId = owners[changes++ % owners.Length] });
                    Failed += answer.IsSuccessStatusCode ? 0 : 1;
                }
                catch (HttpRequestException)
                {
                    Failed++;
                }
            }
        }

        /// <summary>What Orgs committed is exactly what Tickets handled, and left exactly one row each.</summary>
        public async Task AllHandledOnceAsync(int atLeast)
        {
            await using var orgs = NpgsqlDataSource.Create(system.DatabaseOf("orgs"));
            await using var tickets = NpgsqlDataSource.Create(system.DatabaseOf("tickets"));
            var committed = await IdsAsync(orgs, "SELECT message_id FROM platform.outbox WHERE type = 'orgs.v1.support-owner-assigned' AND aggregate_id = $1", connection);
            Assert.True(committed.Count >= atLeast, $"only {committed.Count} changes were committed, of {changes} in realm {cast.Realm}");

            await Eventually.Async(
                async () => await CountAsync(orgs, "SELECT count(*) FROM platform.outbox WHERE published_at IS NULL AND realm_id = $1", realm) == 0,
                Recovery,
                "every committed event should be published");
            await Eventually.Async(
                async () => (await HandledAsync(tickets, committed)).Count >= committed.Count,
                Recovery,
                "every published event should be handled");

            var handled = await HandledAsync(tickets, committed);
            Assert.Equal(committed.Order(), handled.Order());
            Assert.Equal(committed.Count, await CountAsync(tickets, "SELECT count(*) FROM support_owner WHERE owner_id IS NOT NULL AND connection_id = $1", connection));
        }

        private static async Task<List<Guid>> HandledAsync(NpgsqlDataSource tickets, List<Guid> committed)
        {
            await using var command = tickets.CreateCommand("SELECT message_id FROM platform.inbox WHERE message_id = ANY($1)");
            command.Parameters.Add(new NpgsqlParameter { Value = committed.ToArray() });
            return await ReadAsync(command);
        }

        private static async Task<List<Guid>> IdsAsync(NpgsqlDataSource database, string sql, Guid id)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = id });
            return await ReadAsync(command);
        }

        private static async Task<List<Guid>> ReadAsync(NpgsqlCommand command)
        {
            await using var reader = await command.ExecuteReaderAsync();
            var ids = new List<Guid>();
            while (await reader.ReadAsync())
            {
                ids.Add(reader.GetGuid(0));
            }

            return ids;
        }

        private static async Task<int> CountAsync(NpgsqlDataSource database, string sql, Guid id)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = id });
            return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }
    }
}
