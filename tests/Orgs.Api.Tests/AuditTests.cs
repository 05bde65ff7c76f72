using System.Text.Json;
using Npgsql;

namespace Orgs.Api.Tests;

public sealed class AuditTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_Change_SaysWhoWhatBeforeAndAfter()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await partner.Admin.PatchAsync($"connections/{customer.ConnectionId}", new { referenceNumber = "PO-1" });
        await partner.Admin.PostAsync($"connections/{customer.ConnectionId}/suspend", new { reason = "Unpaid" });

        var entries = (await partner.Admin.GetAsync($"audit?subjectId={customer.ConnectionId}")).Items();

        Assert.Equal(["suspend-connection", "update-connection"], entries.Select(entry => entry.Text("action")));
        Assert.Equal(partner.Admin.PersonId, entries[1].Text("personId"));
        Assert.Equal(JsonValueKind.Null, entries[1].GetProperty("before").GetProperty("referenceNumber").ValueKind);
        Assert.Equal("PO-1", entries[1].GetProperty("after").Text("referenceNumber"));
        Assert.Equal("Unpaid", entries[0].Text("reason"));
        Assert.Empty((await customer.Admin.GetAsync($"audit?subjectId={customer.ConnectionId}")).Items());
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_ByWhomAndWhenAndWhat_IsFiltered()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var colleague = await world.MemberAsync(partner.Admin, "admin");
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await colleague.PatchAsync($"organizations/{customer.Id}", new { country = "AT" });
        await colleague.PatchAsync($"connections/{customer.ConnectionId}", new { referenceNumber = "PO-1" });
        await partner.Admin.PatchAsync($"connections/{customer.ConnectionId}", new { referenceNumber = "PO-2" });
        var whole = (await partner.Admin.GetAsync("audit")).Items();
        var middle = Uri.EscapeDataString(whole[1].Text("at"));

        Assert.Equal(["update-connection", "update-organization"], await ActionsAsync(partner, $"personId={colleague.PersonId}&action=update-connection", $"personId={colleague.PersonId}&action=update-organization"));
        Assert.Equal(["update-connection", "update-connection"], await ActionsAsync(partner, "subject=connection"));
        Assert.Equal(["update-connection", "update-connection"], await ActionsAsync(partner, $"from={middle}"));
        Assert.Equal(whole.Count - 2, (await ActionsAsync(partner, $"to={middle}")).Count);
        Assert.Empty(await ActionsAsync(partner, $"personId={customer.Admin.PersonId}"));

        var paged = new List<string>();
        var cursor = "";
        do
        {
            var page = await partner.Admin.GetAsync($"audit?limit=2&cursor={cursor}");
            paged.AddRange(page.Items().Select(entry => entry.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        Assert.Equal(whole.Select(entry => entry.Text("id")), paged);
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_TechnicianOfThePartner_IsNamedInTheOrganizationItActedFor()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await customer.Admin.PostAsync("members", new { email = partner.AdminEmail, @namespace = partner.Namespace, role = "admin" }, 201);
        partner.Admin.Use(await partner.Admin.PostAsync("switch-organization", new { organizationId = customer.Id }));

        await partner.Admin.PatchAsync($"organizations/{customer.Id}", new { country = "AT" });

        var entry = (await customer.Admin.GetAsync("audit?action=update-organization")).Items().Single();
        Assert.Equal((partner.Admin.PersonId, customer.Id), (entry.Text("personId"), entry.Text("organizationId")));
        Assert.Equal(("Anna Admin", partner.Namespace), (entry.Text("personName"), entry.Text("personNamespace")));
        Assert.Equal(JsonValueKind.String, entry.GetProperty("at").ValueKind);
        var viewer = await world.MemberAsync(customer.Admin, "viewer");
        Assert.Equal("role_not_permitted", await viewer.RefusedAsync(HttpMethod.Get, "audit", null, 403));
    }

    [Theory]
    [Trait("Checklist", "X19")]
    [InlineData("UPDATE audit_entries SET reason = 'nothing happened'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("TRUNCATE audit_entries")]
    public async Task Audit_Tampering_IsRefusedByTheDatabase(string sql)
    {
        await using var command = service.Database.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains("append-only", refused.MessageText);
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_Secrets_AreNotInIt()
    {
        await using var command = service.Database.CreateCommand(
            "SELECT count(*) FROM audit_entries WHERE concat(before, after) ILIKE ANY (ARRAY['%password%', '%hash%', '%horse battery%'])");

        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    /// <summary>The actions found by each of the queries, one after the other.</summary>
    private static async Task<List<string>> ActionsAsync(Child partner, params string[] queries)
    {
        var actions = new List<string>();
        foreach (var query in queries)
        {
            actions.AddRange((await partner.Admin.GetAsync($"audit?{query}")).Items().Select(entry => entry.Text("action")));
        }

        return actions;
    }
}
