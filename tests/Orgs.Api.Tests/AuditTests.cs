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
}
