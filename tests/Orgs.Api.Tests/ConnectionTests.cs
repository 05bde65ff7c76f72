using System.Text.Json;

namespace Orgs.Api.Tests;

public sealed class ConnectionTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O2")]
    [Trait("Checklist", "O5")]
    public async Task Get_Connection_ShowsItsOverviewToBothSides()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        var seen = await partner.Admin.GetAsync($"connections/{customer.ConnectionId}");
        var seenByBuyer = await customer.Admin.GetAsync($"connections/{customer.ConnectionId}");

        Assert.Equal(("seller", "buyer"), (seen.Text("side"), seenByBuyer.Text("side")));
        Assert.Equal("active", seen.Text("status"));
        Assert.Equal("payable@example.test", seen.Text("accountsPayableEmail"));
        Assert.Equal(14, seenByBuyer.GetProperty("trialDays").GetInt32());
        Assert.Equal(partner.Namespace, seenByBuyer.GetProperty("seller").Text("namespace"));
        Assert.Equal(["suspend", "end"], seen.GetProperty("actions").EnumerateArray().Select(action => action.GetString()));
        Assert.Equal(["end"], seenByBuyer.GetProperty("actions").EnumerateArray().Select(action => action.GetString()));
        var links = seen.GetProperty("links");
        Assert.Equal($"/api/billing/v1/connections/{customer.ConnectionId}/plan", links.Text("plan"));
        Assert.Equal($"/api/billing/v1/requests?connectionId={customer.ConnectionId}", links.Text("requests"));
        Assert.Equal($"/api/billing/v1/invoices?connectionId={customer.ConnectionId}", links.Text("invoices"));
        Assert.Equal($"/api/tickets/v1/tickets?connectionId={customer.ConnectionId}", links.Text("tickets"));
    }

    [Fact]
    [Trait("Checklist", "O2")]
    public async Task Suspended_Connection_KeepsItsTermsAndOwnersInTheSellersHand()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var path = $"connections/{customer.ConnectionId}";
        await partner.Admin.PostAsync($"{path}/suspend", new { reason = "Unpaid" });

        var terms = await partner.Admin.PatchAsync(path, new { paymentTermsDays = 0 });
        var owned = await partner.Admin.PutAsync($"{path}/support-owner", new { personId = partner.Admin.PersonId });

        Assert.Equal(("suspended", 0), (terms.Text("status"), terms.GetProperty("paymentTermsDays").GetInt32()));
        Assert.Equal(["restore", "end"], owned.GetProperty("actions").EnumerateArray().Select(action => action.GetString()));
        Assert.Equal("Unpaid", (await customer.Admin.GetAsync(path)).Text("statusReason"));
        Assert.Equal("connection_suspend_not_allowed", await partner.Admin.RefusedPostAsync($"{path}/suspend", new { reason = "Again" }, 409));
        Assert.Equal("ended", (await customer.Admin.PostAsync($"{path}/end", new { reason = "Enough" })).Text("status"));
        Assert.Empty((await partner.Admin.GetAsync(path)).GetProperty("actions").EnumerateArray());
    }

    [Fact]
    [Trait("Checklist", "O1")]
    public async Task Connection_OfOthers_DoesNotExist()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var sibling = await world.CreateAsync(partner.Admin, "customer");
        var other = await world.PartnerAsync();
        var elsewhere = await service.NewSandboxAsync();
        var path = $"connections/{customer.ConnectionId}";
        var before = await partner.Admin.GetAsync(path);

        foreach (var stranger in new[] { sibling.Admin, other.Admin, world.Operator, elsewhere.Operator })
        {
            await stranger.GetAsync(path, 404);
            await stranger.PatchAsync(path, new { referenceNumber = "theirs" }, 404);
            await stranger.PutAsync($"{path}/support-owner", new { personId = stranger.PersonId }, 404);
            await stranger.PutAsync($"{path}/sales-owner", new { personId = (string?)null }, 404);
            foreach (var transition in new[] { "accept", "decline", "withdraw", "restore" })
            {
                await stranger.PostAsync($"{path}/{transition}", expected: 404);
            }

            await stranger.PostAsync($"{path}/suspend", new { reason = "mine" }, 404);
            await stranger.PostAsync($"{path}/end", new { reason = "mine" }, 404);
            Assert.DoesNotContain((await stranger.GetAsync("connections?limit=100")).Items(), row => row.Text("id") == customer.ConnectionId);
        }

        Assert.Equal(before.GetRawText(), (await partner.Admin.GetAsync(path)).GetRawText());
    }

    [Fact]
    [Trait("Checklist", "O3")]
    [Trait("Checklist", "O4")]
    public async Task Owners_OfTheSellersPeople_AreAssignedAndChanged()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var support = await world.MemberAsync(partner.Admin, "support");
        var sales = await world.MemberAsync(partner.Admin, "sales");
        var path = $"connections/{customer.ConnectionId}";

        var first = await partner.Admin.PutAsync($"{path}/support-owner", new { personId = support.PersonId });
        var second = await partner.Admin.PutAsync($"{path}/sales-owner", new { personId = sales.PersonId });
        await partner.Admin.PutAsync($"{path}/support-owner", new { personId = partner.Admin.PersonId });

        Assert.Equal("Some support", first.GetProperty("supportOwner").Text("name"));
        Assert.Equal(sales.PersonId, second.GetProperty("salesOwner").Text("personId"));
        Assert.Equal(partner.Admin.PersonId, (await customer.Admin.GetAsync(path)).GetProperty("supportOwner").Text("personId"));
        var events = await service.EventsOfAsync(customer.ConnectionId);
        Assert.Equal(
            [
                ("orgs.v1.connection-activated", 1L),
                ("orgs.v1.support-owner-assigned", 2L),
                ("orgs.v1.sales-owner-assigned", 3L),
                ("orgs.v1.support-owner-assigned", 4L),
            ],
            events.Select(fact => (fact.Type, fact.Version)));
        Assert.Equal(support.PersonId, events[^1].Payload.Text("previousSupportOwnerId"));
        Assert.Equal(partner.Admin.PersonId, events[^1].Payload.GetProperty("connection").Text("supportOwnerId"));
    }

    [Fact]
    [Trait("Checklist", "O3")]
    [Trait("Checklist", "O4")]
    public async Task Owners_UnfitPeopleAndCallers_AreRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var sales = await world.MemberAsync(partner.Admin, "sales");
        var path = $"connections/{customer.ConnectionId}/support-owner";

        Assert.Equal(["owner_role_unfit"], (await partner.Admin.PutAsync(path, new { personId = sales.PersonId }, 422)).ErrorsAt("personId"));
        Assert.Equal(["owner_not_a_member"], (await partner.Admin.PutAsync(path, new { personId = customer.Admin.PersonId }, 422)).ErrorsAt("personId"));
        Assert.Equal("seller_only", await customer.Admin.RefusedAsync(HttpMethod.Put, path, new { personId = customer.Admin.PersonId }, 403));
        Assert.Single(await service.EventsOfAsync(customer.ConnectionId));
    }

    [Fact]
    [Trait("Checklist", "O2")]
    public async Task Invite_ExistingOrganization_IsPendingUntilItAccepts()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        var buyer = await world.CreateAsync(await OtherPartnerAsync(world), "customer");
        var offer = new { @namespace = buyer.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 };

        var pending = await seller.Admin.PostAsync("connections", offer, 201);

        var path = $"connections/{pending.Text("id")}";
        Assert.Equal(("pending", "partner"), (pending.Text("status"), pending.Text("billingMode")));
        Assert.Equal("already_connected", await seller.Admin.RefusedPostAsync("connections", offer, 409));
        Assert.Equal("connection_accept_not_allowed", await seller.Admin.RefusedPostAsync($"{path}/accept", null, 409));
        Assert.Equal("active", (await buyer.Admin.PostAsync($"{path}/accept")).Text("status"));
        Assert.Equal("connection_decline_not_allowed", await buyer.Admin.RefusedPostAsync($"{path}/decline", null, 409));
        Assert.Equal(2, (await buyer.Admin.GetAsync("connections?side=buyer&status=active")).Items().Count);
        Assert.Empty((await buyer.Admin.GetAsync("connections?side=seller")).Items());
        Assert.Equal(
            ["orgs.v1.connection-created", "orgs.v1.connection-activated"], (await service.EventsOfAsync(pending.Text("id"))).Select(fact => fact.Type));
    }

    [Fact]
    [Trait("Checklist", "O2")]
    public async Task Invite_AcceptedTwiceAtOnce_OneWins()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();
        var buyer = await world.CreateAsync(await OtherPartnerAsync(world), "customer");
        var pending = await seller.Admin.PostAsync(
            "connections", new { @namespace = buyer.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 }, 201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => buyer.Admin.RawAsync(HttpMethod.Post, $"connections/{pending.Text("id")}/accept", null)));

        Assert.Equal([200, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Equal(2, (await service.EventsOfAsync(pending.Text("id"))).Count);
    }

    [Fact]
    public async Task Invite_NobodyOrItself_IsRefused()
    {
        var world = await service.SandboxAsync();
        var seller = await world.PartnerAsync();

        foreach (var @namespace in new[] { "org:nobody-at-all", seller.Namespace, "org:operator" })
        {
            var problem = await seller.Admin.PostAsync("connections", new { @namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 }, 422);
            Assert.Equal(["organization_not_found"], problem.ErrorsAt("namespace"));
        }

        var wrong = await seller.Admin.PostAsync("connections", new { @namespace = "org:x", accountsPayableEmail = "nobody", trialDays = 22 }, 400);
        Assert.Equal(["invalid_email"], wrong.ErrorsAt("accountsPayableEmail"));
        Assert.Equal(["trial_days_out_of_range"], wrong.ErrorsAt("trialDays"));
    }

    [Fact]
    [Trait("Checklist", "O2")]
    public async Task Ended_Connection_IsReadAndNoMore()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var path = $"connections/{customer.ConnectionId}";

        Assert.Equal("suspended", (await partner.Admin.PostAsync($"{path}/suspend", new { reason = "Unpaid" })).Text("status"));
        Assert.Equal("connection_restore_not_allowed", await customer.Admin.RefusedPostAsync($"{path}/restore", null, 409));
        Assert.Equal("active", (await partner.Admin.PostAsync($"{path}/restore")).Text("status"));
        Assert.Equal("ended", (await customer.Admin.PostAsync($"{path}/end", new { reason = "Moved away" })).Text("status"));

        Assert.Equal("Moved away", (await partner.Admin.GetAsync(path)).Text("statusReason"));
        await customer.Admin.GetAsync(path);
        Assert.Equal("connection_ended", await partner.Admin.RefusedAsync(HttpMethod.Patch, path, new { referenceNumber = "PO-2" }, 409));
        Assert.Equal(
            "connection_ended", await partner.Admin.RefusedAsync(HttpMethod.Put, $"{path}/support-owner", new { personId = partner.Admin.PersonId }, 409));
        Assert.Equal("connection_end_not_allowed", await partner.Admin.RefusedPostAsync($"{path}/end", new { reason = "Again" }, 409));
        Assert.Equal(
            ["orgs.v1.connection-activated", "orgs.v1.connection-suspended", "orgs.v1.connection-restored", "orgs.v1.connection-ended"],
            (await service.EventsOfAsync(customer.ConnectionId)).Select(fact => fact.Type));
    }

    [Fact]
    public async Task Update_Terms_BySellerOnlyAndByVersion()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var path = $"connections/{customer.ConnectionId}";

        var updated = await partner.Admin.PatchAsync(path, new { referenceNumber = "PO-1", paymentTermsDays = 30 });

        Assert.Equal(("PO-1", 30), (updated.Text("referenceNumber"), updated.GetProperty("paymentTermsDays").GetInt32()));
        Assert.Equal("seller_only", await customer.Admin.RefusedAsync(HttpMethod.Patch, path, new { referenceNumber = "PO-9" }, 403));
        Assert.Equal(["trial_days_out_of_range"], (await partner.Admin.PatchAsync(path, new { trialDays = 0 }, 400)).ErrorsAt("trialDays"));
        using var stale = await partner.Admin.RawAsync(HttpMethod.Patch, path, new { referenceNumber = "PO-3" }, ("If-Match", "\"1\""));
        Assert.Equal(412, (int)stale.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await partner.Admin.PatchAsync(path, new { referenceNumber = "" })).GetProperty("referenceNumber").ValueKind);
    }

    [Fact]
    public async Task List_Connections_PagesWithoutGapsOrRepeats()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var created = await partner.Admin.PostAsync("organizations", World.NewOrganization("customer", Names.Email("admin")), 201);
            made.Insert(0, created.GetProperty("connection").Text("id"));
        }

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await partner.Admin.GetAsync($"connections?side=seller&limit=2&cursor={cursor}");
            seen.AddRange(page.Items().Select(row => row.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(made, seen);
    }

    private static async Task<Client> OtherPartnerAsync(World world) => (await world.PartnerAsync()).Admin;
}
