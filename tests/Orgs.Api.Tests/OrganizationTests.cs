using System.Text.Json;

namespace Orgs.Api.Tests;

public sealed class OrganizationTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O7")]
    [Trait("Checklist", "O9")]
    [Trait("Checklist", "O10")]
    [Trait("Checklist", "O16")]
    public async Task Create_Customer_StandsUnderItsCreatorWithAnActiveConnection()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var customer = await world.CreateAsync(partner.Admin, "customer");

        Assert.Equal(partner.Id, customer.Organization.Text("parentId"));
        Assert.Matches("^org:customer-[0-9a-f]{10}$", customer.Namespace);
        Assert.Equal("active", customer.Connection.Text("status"));
        Assert.Equal("partner", customer.Connection.Text("billingMode"));
        Assert.Equal("direct", partner.Connection.Text("billingMode"));
        Assert.Equal(partner.Id, customer.Connection.GetProperty("seller").Text("id"));
        Assert.Equal(customer.Id, customer.Connection.GetProperty("buyer").Text("id"));
        Assert.Equal("superAdmin", customer.Admin.Tokens.Text("role"));
        Assert.Equal(customer.Namespace, customer.Admin.Tokens.GetProperty("person").Text("namespace"));
        Assert.Equal(customer.Organization.Text("name"), (await customer.Admin.GetAsync($"organizations/{customer.Id}")).Text("name"));
    }

    [Theory]
    [Trait("Checklist", "O9")]
    [Trait("Checklist", "O10")]
    [InlineData("parentId")]
    [InlineData("billingMode")]
    [InlineData("realmId")]
    public async Task Create_CallerSetsWhatTheSystemSets_IsRefused(string member)
    {
        var world = await service.SandboxAsync();

        var code = await world.Operator.RefusedPostAsync(
            "organizations", World.NewOrganization("partner", Names.Email("admin"), body => body[member] = Guid.NewGuid().ToString()), 400);

        Assert.Equal("unknown_field", code);
    }

    [Fact]
    [Trait("Checklist", "O8")]
    public async Task Create_SuperAdminOfAnotherOrganization_IsNamedByEmailAndNamespace()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var created = await partner.Admin.PostAsync(
            "organizations",
            World.NewOrganization("customer", "", body => body["superAdmin"] = new { email = partner.AdminEmail.ToUpperInvariant(), @namespace = partner.Namespace }),
            201);

        var customerId = created.GetProperty("organization").Text("id");
        Assert.Equal(JsonValueKind.Null, created.GetProperty("invitationId").ValueKind);
        var switched = await partner.Admin.PostAsync("switch-organization", new { organizationId = customerId });
        Assert.Equal("superAdmin", switched.Text("role"));
        Assert.Equal(partner.Admin.PersonId, switched.GetProperty("person").Text("id"));
        Assert.Equal(partner.Namespace, switched.GetProperty("person").Text("namespace"));
    }

    [Fact]
    [Trait("Checklist", "O8")]
    public async Task Create_SuperAdminWithAWrongNamespace_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();

        foreach (var (email, @namespace) in new[] { (partner.AdminEmail, other.Namespace), (Names.Email("nobody"), partner.Namespace), (partner.AdminEmail, "org:none") })
        {
            var problem = await partner.Admin.PostAsync(
                "organizations", World.NewOrganization("customer", "", body => body["superAdmin"] = new { email, @namespace }), 422);
            Assert.Equal(["person_not_found"], problem.ErrorsAt("superAdmin.email"));
        }
    }

    [Theory]
    [Trait("Checklist", "O11")]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("Payable <payable@example.test>")]
    [InlineData("a@b@example.test")]
    [InlineData("payable@example")]
    public async Task Create_WrongAccountsPayableEmail_IsRefused(string email)
    {
        var world = await service.SandboxAsync();

        var problem = await world.Operator.PostAsync(
            "organizations", World.NewOrganization("partner", Names.Email("admin"), body => body["accountsPayableEmail"] = email), 400);

        Assert.NotEmpty(problem.ErrorsAt("accountsPayableEmail"));
    }

    [Fact]
    [Trait("Checklist", "O11")]
    public async Task Create_NoAccountsPayableEmail_IsRefused()
    {
        var world = await service.SandboxAsync();

        await world.Operator.PostAsync(
            "organizations", World.NewOrganization("partner", Names.Email("admin"), body => body.Remove("accountsPayableEmail")), 400);
    }

    [Theory]
    [Trait("Checklist", "O12")]
    [InlineData(0)]
    [InlineData(22)]
    [InlineData(-1)]
    public async Task Create_TrialOutOfRange_IsRefusedAtTheField(int days)
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var problem = await partner.Admin.PostAsync(
            "organizations", World.NewOrganization("customer", Names.Email("admin"), body => body["trialDays"] = days), 400);

        Assert.Equal(["trial_days_out_of_range"], problem.ErrorsAt("trialDays"));
        Assert.Empty((await partner.Admin.GetAsync("organizations")).Items());
    }

    [Theory]
    [Trait("Checklist", "O12")]
    [InlineData(1)]
    [InlineData(21)]
    public async Task Create_TrialAtTheBounds_IsAllowed(int days)
    {
        var world = await service.SandboxAsync();

        var created = await world.Operator.PostAsync(
            "organizations", World.NewOrganization("partner", Names.Email("admin"), body => body["trialDays"] = days), 201);

        Assert.Equal(days, created.GetProperty("connection").GetProperty("trialDays").GetInt32());
    }

    [Fact]
    [Trait("Checklist", "O14")]
    public async Task Create_ReferenceNumber_IsOnTheConnectionAndInItsEvent()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var customer = await world.CreateAsync(partner.Admin, "customer", body => body["referenceNumber"] = "PO-7781");

        Assert.Equal("PO-7781", customer.Connection.Text("referenceNumber"));
        var activated = Assert.Single(await service.EventsOfAsync(customer.ConnectionId), fact => fact.Type == "orgs.v1.connection-activated");
        var connection = activated.Payload.GetProperty("connection");
        Assert.Equal("PO-7781", connection.Text("referenceNumber"));
        Assert.Equal(14, connection.GetProperty("trialDays").GetInt32());
        Assert.Equal("partner", connection.Text("sellerKind"));
        Assert.Equal("customer", connection.Text("buyerKind"));
        Assert.Equal(1, activated.Version);
    }

    [Fact]
    [Trait("Checklist", "O6")]
    public async Task List_Children_ShowsOnesOwnOnly()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        var children = (await partner.Admin.GetAsync("organizations")).Items();

        Assert.Equal(customer.Id, Assert.Single(children).Text("id"));
        Assert.Empty((await other.Admin.GetAsync("organizations")).Items());
        // The operator has partners, not the partners' customers.
        await world.Operator.GetAsync($"organizations/{partner.Id}");
        await world.Operator.GetAsync($"organizations/{customer.Id}", 404);
        await other.Admin.GetAsync($"organizations/{customer.Id}", 404);
        await customer.Admin.GetAsync($"organizations/{partner.Id}", 404);
    }

    [Fact]
    [Trait("Checklist", "O6")]
    public async Task Manage_Children_NeedsAKindAPlanAndARole()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var viewer = await world.MemberAsync(partner.Admin, "viewer");
        var body = World.NewOrganization("customer", Names.Email("admin"));

        Assert.Equal("child_organizations_not_allowed", await customer.Admin.RefusedAsync(HttpMethod.Get, "organizations", null, 403));
        Assert.Equal("child_organizations_not_allowed", await customer.Admin.RefusedPostAsync("organizations", body, 403));
        Assert.Equal("role_not_permitted", await viewer.RefusedPostAsync("organizations", body, 403));
        // A new partner is on Basic: it sells to customers and has no resellers.
        Assert.Equal("plan_right_missing", await partner.Admin.RefusedPostAsync("organizations", World.NewOrganization("partner", Names.Email("admin")), 403));
        Assert.Equal("kind_not_creatable", await world.Operator.RefusedPostAsync("organizations", World.NewOrganization("operator", Names.Email("admin")), 400));
    }

    [Fact]
    [Trait("Checklist", "O16")]
    public async Task Create_SameNameAtOnce_GetsNamespacesOfTheirOwn()
    {
        var world = await service.SandboxAsync();
        var name = Names.Unique("Fabrikam");

        var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Operator.PostAsync(
            "organizations", World.NewOrganization("partner", Names.Email("admin"), body => body["name"] = name), 201)));

        var namespaces = created.Select(answer => answer.GetProperty("organization").Text("namespace")).Order().ToList();
        var first = "org:" + name.ToLowerInvariant().Replace(' ', '-');
        Assert.Equal([first, $"{first}-2", $"{first}-3", $"{first}-4"], namespaces);
    }

    [Fact]
    public async Task Create_SameIdempotencyKey_MakesOneOrganization()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var body = World.NewOrganization("customer", Names.Email("admin"));
        var key = Guid.NewGuid().ToString();

        using var first = await partner.Admin.RawAsync(HttpMethod.Post, "organizations", body, ("Idempotency-Key", key));
        using var second = await partner.Admin.RawAsync(HttpMethod.Post, "organizations", body, ("Idempotency-Key", key));

        Assert.Equal(201, (int)first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Single((await partner.Admin.GetAsync("organizations")).Items());
    }

    [Fact]
    public async Task Update_ByAnOldVersion_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var path = $"organizations/{partner.Id}";

        using var first = await partner.Admin.RawAsync(HttpMethod.Patch, path, new { country = "AT" }, ("If-Match", "\"1\""));
        using var second = await partner.Admin.RawAsync(HttpMethod.Patch, path, new { country = "DE" }, ("If-Match", "\"1\""));

        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal("\"2\"", first.Headers.ETag?.Tag);
        Assert.Equal(412, (int)second.StatusCode);
        Assert.Equal("AT", (await partner.Admin.GetAsync(path)).Text("country"));
    }

    [Theory]
    [InlineData("country", "Austria", "unknown_country")]
    [InlineData("timeZone", "Mars/Olympus", "unknown_time_zone")]
    [InlineData("currency", "usd", "unknown_currency")]
    [InlineData("language", "english!", "unknown_language")]
    public async Task Update_WrongProfile_IsRefusedAtTheField(string field, string value, string code)
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var problem = await partner.Admin.PatchAsync($"organizations/{partner.Id}", new Dictionary<string, string> { [field] = value }, 400);

        Assert.Equal([code], problem.ErrorsAt(field));
    }

    [Fact]
    public async Task Update_Name_ReachesTheConnectionsOfBothSides()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        await partner.Admin.PatchAsync($"organizations/{partner.Id}", new { name = "Northwind Traders" });

        Assert.Equal("Northwind Traders", (await customer.Admin.GetAsync($"connections/{customer.ConnectionId}")).GetProperty("seller").Text("name"));
        var (type, version, payload) = (await service.EventsOfAsync(customer.ConnectionId))[^1];
        Assert.Equal(("orgs.v1.connection-updated", 2), (type, version));
        Assert.Equal("Northwind Traders", payload.GetProperty("connection").Text("sellerName"));
    }

    [Fact]
    [Trait("Checklist", "X20")]
    public async Task Suspend_Child_LetsItsPeopleReadAndChangeNothing()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        await world.Operator.PostAsync($"organizations/{partner.Id}/suspend", new { reason = "Unpaid since March" });
        await partner.Admin.RefreshAsync();

        Assert.Equal("Unpaid since March", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("statusReason"));
        Assert.Equal(
            "organization_suspended", await partner.Admin.RefusedPostAsync("organizations", World.NewOrganization("customer", Names.Email("admin")), 403));
        // It never cascades.
        await customer.Admin.RefreshAsync();
        await customer.Admin.PatchAsync($"organizations/{customer.Id}", new { country = "AT" });

        await world.Operator.PostAsync($"organizations/{partner.Id}/restore", new { reason = "Paid" });
        await partner.Admin.RefreshAsync();
        await partner.Admin.PostAsync("organizations", World.NewOrganization("customer", Names.Email("admin")), 201);
        Assert.Equal(
            ["orgs.v1.organization-created", "orgs.v1.organization-suspended", "orgs.v1.organization-restored"],
            (await service.EventsOfAsync(partner.Id)).Select(fact => fact.Type));
    }

    [Fact]
    [Trait("Checklist", "X20")]
    public async Task Suspend_ByItself_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        Assert.Equal("organization_suspend_not_allowed", await partner.Admin.RefusedPostAsync($"organizations/{partner.Id}/suspend", new { reason = "Holiday" }, 409));
        Assert.Equal("required", await world.Operator.RefusedPostAsync($"organizations/{partner.Id}/suspend", new { reason = " " }, 400));
    }
}
