using System.Text.Json;
using Testing;

namespace Orgs.Api.Tests;

public sealed class OrganizationImportTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O7")]
    [Trait("Checklist", "O8")]
    public async Task Import_NewAndKnownSuperAdmins_EachStandsUnderItsSellerAsIfCreatedAlone()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        var (newcomer, twin) = (Names.Email("newcomer"), Names.Unique("twin"));

        var answer = await ImportAsync(
            seller.Admin,
            World.NewOrganization("customer", newcomer, body => body["referenceNumber"] = "PO-1"),
            KnownAdmin(seller, twin),
            KnownAdmin(seller, twin));

        var made = Made(answer);
        Assert.Equal(3, made.Count);
        Assert.Equal($"{made[1].Text("namespace")}-2", made[2].Text("namespace"));
        var first = await seller.Admin.GetAsync($"connections/{made[0].Text("connectionId")}");
        Assert.Equal(("active", "PO-1", made[0].Text("id")), (first.Text("status"), first.Text("referenceNumber"), first.GetProperty("buyer").Text("id")));
        Assert.Equal(JsonValueKind.Null, made[1].GetProperty("invitationId").ValueKind);
        Assert.Equal("superAdmin", (await seller.Admin.PostAsync("switch-organization", new { organizationId = made[2].Text("id") })).Text("role"));
        await world.AcceptAsync(newcomer);
        Assert.Equal(made[0].Text("id"), (await world.SignInAsync(newcomer)).OrganizationId);
        foreach (var type in new[] { "orgs.v1.organization-created", "orgs.v1.member-joined", "orgs.v1.connection-activated" })
        {
            Assert.Equal(1, await EmittedAsync(type, made[2]));
        }
    }

    [Fact]
    public async Task Import_OnePersonForMany_GetsOneMailThatNamesThemAll()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        string[] names = [Names.Unique("one"), Names.Unique("two"), Names.Unique("three")];

        await ImportAsync(seller.Admin, [.. names.Select(name => KnownAdmin(seller, name))]);

        using var inbox = await Servers.MailAsync();
        var mail = await Eventually.ValueAsync(
            async () => (await inbox.ToAsync(seller.AdminEmail)).SingleOrDefault(mail => mail.Subject.StartsWith("You can act for", StringComparison.Ordinal)), because: "the new super admin is told");
        Assert.All(names, name => Assert.True(mail.Contains(name)));
    }

    [Fact]
    [Trait("Checklist", "O12")]
    public async Task Import_SomethingWrongInTwoRows_NamesBothAndMakesNothing()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();

        var problem = await seller.Admin.PostAsync(
            "organizations/import",
            new
            {
                organizations = new[]
                {
                    World.NewOrganization("customer", Names.Email("fine")),
                    World.NewOrganization("customer", Names.Email("late"), body => body["trialDays"] = 22),
                    World.NewOrganization("customer", "nobody"),
                },
            },
            400);

        Assert.Equal("validation_failed", problem.Text("code"));
        Assert.Equal(["trial_days_out_of_range"], problem.ErrorsAt("organizations[1].trialDays"));
        Assert.Equal(["invalid_email"], problem.ErrorsAt("organizations[2].superAdmin.email"));
        Assert.Empty((await seller.Admin.GetAsync("organizations")).Items());
    }

    [Fact]
    [Trait("Checklist", "O8")]
    public async Task Import_PersonUnknownInOneRow_NamesItAndMakesNothing()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();

        var problem = await seller.Admin.PostAsync(
            "organizations/import",
            new { organizations = new[] { KnownAdmin(seller, Names.Unique("fine")), World.NewOrganization("customer", "", body => body["superAdmin"] = new { email = seller.AdminEmail, @namespace = "org:none" }) } },
            422);

        Assert.Equal(["person_not_found"], problem.ErrorsAt("organizations[1].superAdmin.email"));
        Assert.Empty((await seller.Admin.GetAsync("organizations")).Items());
    }

    [Fact]
    [Trait("Checklist", "O15")]
    public async Task Import_ResellersByAPartnerWithoutThatRight_IsRefusedAtTheRow()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();

        var problem = await seller.Admin.PostAsync(
            "organizations/import",
            new { organizations = new[] { World.NewOrganization("customer", Names.Email("fine")), World.NewOrganization("partner", Names.Email("reseller")) } },
            403);

        Assert.Equal("plan_right_missing", problem.Text("code"));
        Assert.Equal(["plan_right_missing"], problem.ErrorsAt("organizations[1].kind"));
        Assert.Empty((await seller.Admin.GetAsync("organizations")).Items());
    }

    [Fact]
    public async Task Import_RepeatedWithItsKey_MakesThemOnce()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        var body = new { organizations = new[] { KnownAdmin(seller, Names.Unique("once")), KnownAdmin(seller, Names.Unique("once")) } };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        using var first = await seller.Admin.RawAsync(HttpMethod.Post, "organizations/import", body, key);
        using var again = await seller.Admin.RawAsync(HttpMethod.Post, "organizations/import", body, key);

        Assert.Equal((201, 201), ((int)first.StatusCode, (int)again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(2, (await seller.Admin.GetAsync("organizations")).Items().Count);
    }

    [Fact]
    public async Task Import_AsManyAsThereMayBe_AreMadeAtOnce_OneMoreIsRefused()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        var rows = Enumerable.Range(0, 500).Select(_ => KnownAdmin(seller, "The same name")).ToArray();

        var problem = await seller.Admin.PostAsync("organizations/import", new { organizations = rows.Append(rows[0]) }, 400);
        Assert.Equal(["out_of_range"], problem.ErrorsAt("organizations"));
        await seller.Admin.PostAsync("organizations/import", new { organizations = Array.Empty<object>() }, 400);
        await seller.Admin.PostAsync("organizations/import", new { organizations = new object?[] { null } }, 400);

        var made = Made(await ImportAsync(seller.Admin, rows));
        Assert.Equal(500, made.Select(child => child.Text("namespace")).Distinct(StringComparer.Ordinal).Count());
    }

    private static Dictionary<string, object?> KnownAdmin(Child seller, string name) => World.NewOrganization("customer", "", body =>
    {
        body["name"] = name;
        body["superAdmin"] = new { email = seller.AdminEmail, @namespace = seller.Namespace };
    });

    private static Task<JsonElement> ImportAsync(Client seller, params IReadOnlyList<Dictionary<string, object?>> organizations) =>
        seller.PostAsync("organizations/import", new { organizations }, 201);

    private static IReadOnlyList<JsonElement> Made(JsonElement answer) => [.. answer.GetProperty("organizations").EnumerateArray()];

    /// <summary>How many events of the type tell of the organisation.</summary>
    private async Task<long> EmittedAsync(string type, JsonElement organization)
    {
        await using var command = service.Database.CreateCommand("SELECT count(*) FROM platform.outbox WHERE type = $1 AND payload LIKE '%' || $2 || '%'");
        command.Parameters.AddWithValue(type);
        command.Parameters.AddWithValue(organization.Text("id"));
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
