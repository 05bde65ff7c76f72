using System.Diagnostics;
using System.Text.Json;
using Testing;

namespace Orgs.Api.Tests;

public sealed class RealmTests(OrgsService service)
{
    [Fact]
    public async Task Create_ByTheLiveOperator_MakesASandboxWithItsOperator()
    {
        var world = await service.NewSandboxAsync();
        var live = await service.LiveOperatorAsync();

        var realm = await live.GetAsync($"realms/{world.RealmId}");

        Assert.Equal("sandbox", realm.Text("kind"));
        Assert.Equal(realm.Text("operatorId"), world.Operator.OrganizationId);
        Assert.Equal("superAdmin", world.Operator.Tokens.Text("role"));
        var created = Assert.Single(await service.EventsOfAsync(world.RealmId)).Payload;
        Assert.Equal(("sandbox", world.Operator.OrganizationId), (created.Text("kind"), created.Text("operatorId")));
        Assert.Contains((await live.GetAsync("realms?limit=100")).Items(), row => row.Text("kind") == "live");
    }

    [Fact]
    public async Task Create_WithoutAPassword_InvitesTheSuperAdmin()
    {
        var live = await service.LiveOperatorAsync();
        var email = Names.Email("root");
        var realm = await live.PostAsync("realms", new { name = Names.Unique("Sandbox"), operatorName = "Contoso Operator", operatorEmail = email }, 201);
        var world = new World(service, realm.Text("slug"), realm.Text("id"));

        await world.AcceptAsync(email);

        var root = await world.SignInAsync(email);
        Assert.Equal("Contoso Operator", (await root.GetAsync($"organizations/{root.OrganizationId}")).Text("name"));
    }

    [Fact]
    public async Task Realms_OfASandboxOperator_AreItsOwn()
    {
        var world = await service.NewSandboxAsync();
        var other = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        Assert.Equal("role_not_permitted", await world.Operator.RefusedPostAsync("realms", new { name = "Mine", operatorEmail = Names.Email("root") }, 403));
        Assert.Equal("role_not_permitted", await partner.Admin.RefusedAsync(HttpMethod.Get, "realms", null, 403));
        Assert.Equal(world.RealmId, Assert.Single((await world.Operator.GetAsync("realms")).Items()).Text("id"));
        await world.Operator.GetAsync($"realms/{other.RealmId}", 404);
        await world.Operator.PostAsync($"realms/{other.RealmId}/advance-clock", new { by = "P1D" }, 404);
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task AdvanceClock_LiveRealm_IsRefused()
    {
        var live = await service.LiveOperatorAsync();

        var code = await live.RefusedPostAsync($"realms/{live.Tokens.Text("realmId")}/advance-clock", new { by = "P1D" }, 409);

        Assert.Equal("realm_clock_is_wall_clock", code);
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task AdvanceClock_BackwardsOrBadly_IsRefused()
    {
        var world = await service.NewSandboxAsync();
        var path = $"realms/{world.RealmId}/advance-clock";

        Assert.Equal("realm_clock_never_goes_back", await world.Operator.RefusedPostAsync(path, new { to = DateTimeOffset.UtcNow.AddDays(-1) }, 422));
        Assert.Equal("not_a_duration", await world.Operator.RefusedPostAsync(path, new { by = "tomorrow" }, 400));
        Assert.Equal("by_or_to", await world.Operator.RefusedPostAsync(path, new { }, 400));
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task AdvanceClock_Sandbox_MovesThatRealmAlone()
    {
        var world = await service.NewSandboxAsync();
        var other = await service.SandboxAsync();
        var admin = await world.MemberAsync(world.Operator, "admin");
        var started = DateTimeOffset.UtcNow;
        Assert.Equal("role_not_permitted", await admin.RefusedPostAsync($"realms/{world.RealmId}/advance-clock", new { by = "P13D" }, 403));

        using var response = await world.Operator.RawAsync(HttpMethod.Post, $"realms/{world.RealmId}/advance-clock", new { by = "P13D" });

        Assert.Equal(202, (int)response.StatusCode);
        var job = await DoneAsync(world.Operator, response.Headers.Location!.ToString());
        // Two in which what is under way settles, and one at least after the move.
        Assert.True(job.GetProperty("rounds").GetInt32() >= 3);
        Assert.True(job.GetProperty("work").TryGetProperty("orgs", out _));
        await Eventually.Async(
            async () => (await world.Operator.GetAsync($"realms/{world.RealmId}")).GetProperty("now").GetDateTimeOffset() >= started.AddDays(13),
            because: "the realm's clock should be 13 days ahead");
        Assert.True((await other.Operator.GetAsync($"realms/{other.RealmId}")).GetProperty("now").GetDateTimeOffset() < started.AddDays(1));

        // What is made now is made at the realm's time.
        var partner = await world.PartnerAsync();
        Assert.True(partner.Organization.GetProperty("createdAt").GetDateTimeOffset() >= started.AddDays(13));

        // A second step goes on from there.
        using var second = await (await service.LiveOperatorAsync()).RawAsync(HttpMethod.Post, $"realms/{world.RealmId}/advance-clock", new { by = "P1M" });
        var next = await DoneAsync(world.Operator, second.Headers.Location!.ToString());
        Assert.True(next.GetProperty("from").GetDateTimeOffset() >= job.GetProperty("target").GetDateTimeOffset());
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task GetClockJob_WithAWait_AnswersWhenTheJobIsDone()
    {
        var world = await service.NewSandboxAsync();
        using var started = await world.Operator.RawAsync(HttpMethod.Post, $"realms/{world.RealmId}/advance-clock", new { by = "P1D" });
        var location = started.Headers.Location!.ToString();

        // It says that the job is not done only after all of the wait.
        string status;
        TimeSpan took;
        do
        {
            var watch = Stopwatch.StartNew();
            using var waited = await world.Operator.RawAsync(HttpMethod.Get, $"{location}?wait=20", body: null);
            (status, took) = (JsonElement.Parse(await waited.Content.ReadAsStringAsync()).Text("status"), watch.Elapsed);
        }
        while (status != "done" && took > TimeSpan.FromSeconds(19));

        Assert.Equal("done", status);
        using var tooLong = await world.Operator.RawAsync(HttpMethod.Get, $"{location}?wait=21", body: null);
        Assert.Equal(400, (int)tooLong.StatusCode);
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task AdvanceClock_TwiceAtOnce_OneWins()
    {
        var world = await service.NewSandboxAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Operator.RawAsync(
            HttpMethod.Post, $"realms/{world.RealmId}/advance-clock", new { to = DateTimeOffset.UtcNow.AddYears(1) })));

        // Whoever comes when the job is done already finds its own target in the past.
        Assert.Equal(202, Assert.Single(answers.Select(answer => (int)answer.StatusCode), status => status is not (409 or 422)));
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task Create_BeganAYearAgo_ItsPeopleLiveThenAndReachToday()
    {
        var live = await service.LiveOperatorAsync();
        var email = Names.Email("root");
        var beganAt = DateTimeOffset.UtcNow.AddYears(-1);

        var realm = await live.PostAsync(
            "realms", new { name = Names.Unique("Sandbox"), operatorEmail = email, operatorPassword = Names.Password, beganAt }, 201);

        var job = await DoneAsync(live, $"/api/orgs/v1/realms/{realm.Text("id")}/clock-jobs/{realm.Text("clockJobId")}");
        Assert.Equal(job.GetProperty("from").GetDateTimeOffset(), job.GetProperty("target").GetDateTimeOffset());
        var world = new World(service, realm.Text("slug"), realm.Text("id"));
        world.Operator = await world.SignInAsync(email);
        var partner = await world.PartnerAsync();
        Assert.InRange(partner.Organization.GetProperty("createdAt").GetDateTimeOffset(), beganAt, beganAt.AddHours(1));
        Assert.Equal("realm_clock_never_goes_back", await world.Operator.RefusedPostAsync($"realms/{world.RealmId}/advance-clock", new { to = beganAt.AddDays(-1) }, 422));

        using var advance = await world.Operator.RawAsync(HttpMethod.Post, $"realms/{world.RealmId}/advance-clock", new { to = DateTimeOffset.UtcNow });
        await DoneAsync(world.Operator, advance.Headers.Location!.ToString());

        await Eventually.Async(
            async () => (await world.Operator.GetAsync($"realms/{world.RealmId}")).GetProperty("now").GetDateTimeOffset() is var now
                && now > beganAt.AddDays(364) && now <= DateTimeOffset.UtcNow,
            because: "the realm should have arrived at today");
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task Create_ClockNotYetSetEverywhere_NobodyGetsIn()
    {
        var live = await service.LiveOperatorAsync();
        var email = Names.Email("root");
        var realm = await live.PostAsync(
            "realms", new { name = Names.Unique("Sandbox"), operatorEmail = email, operatorPassword = Names.Password, beganAt = DateTimeOffset.UtcNow.AddDays(-9) }, 201);
        var job = $"/api/orgs/v1/realms/{realm.Text("id")}/clock-jobs/{realm.Text("clockJobId")}";
        await DoneAsync(live, job);

        // As if one service had not answered.
        await SetStatusAsync("Running");

        var signIn = new { email, password = Names.Password, realm = realm.Text("slug") };
        Assert.Equal("realm_not_ready", await service.Anonymous().RefusedPostAsync("sign-in", signIn, 409));
        await SetStatusAsync("Done");
        await service.Anonymous().SignInAsync(email, Names.Password, realm.Text("slug"));

        async Task SetStatusAsync(string status)
        {
            await using var command = service.Database.CreateCommand($"UPDATE clock_jobs SET status = '{status}' WHERE id = '{realm.Text("clockJobId")}'");
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task Create_BeganInTheFutureOrTooLongAgo_IsRefused()
    {
        var live = await service.LiveOperatorAsync();

        Assert.Equal("began_in_future", await CodeAsync(DateTimeOffset.UtcNow.AddDays(1)));
        Assert.Equal("began_too_long_ago", await CodeAsync(DateTimeOffset.UtcNow.AddYears(-3).AddDays(-1)));

        Task<string> CodeAsync(DateTimeOffset beganAt) =>
            live.RefusedPostAsync("realms", new { name = "Past", operatorEmail = Names.Email("root"), beganAt }, 400);
    }

    private static Task<JsonElement> DoneAsync(Client client, string location) => JobAsync(client, location);

    private static async Task<JsonElement> JobAsync(Client client, string location)
    {
        var job = await Eventually.ValueAsync<object>(
            async () =>
            {
                using var response = await client.RawAsync(HttpMethod.Get, location, body: null);
                var seen = JsonElement.Parse(await response.Content.ReadAsStringAsync());
                return seen.Text("status") == "done" ? seen : null;
            },
            because: "the clock job should be done");
        return (JsonElement)job;
    }
}
