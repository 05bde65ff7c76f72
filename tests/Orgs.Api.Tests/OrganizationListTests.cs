namespace Orgs.Api.Tests;

public sealed class OrganizationListTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O6")]
    [Trait("Checklist", "O14")]
    public async Task List_BySearch_FindsNameNamespaceAndReferenceNumber()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();
        var fabrikam = await CreateAsync(partner, "Fabrikam Déjà 100%_sure", "PO-7781");
        var contoso = await CreateAsync(partner, "Contoso", "PO-1234");
        await CreateAsync(other, "Fabrikam Elsewhere", "PO-7781");

        Assert.Equal([fabrikam], await FoundAsync(partner, "search=FABRI"));
        Assert.Equal([fabrikam], await FoundAsync(partner, $"search={Uri.EscapeDataString("déjà")}"));
        Assert.Equal([fabrikam], await FoundAsync(partner, "search=po-77"));
        Assert.Equal([contoso], await FoundAsync(partner, "search=org:contoso"));
        Assert.Equal([contoso, fabrikam], await FoundAsync(partner, "search=o"));
        // A wildcard is a letter like any other.
        Assert.Equal([fabrikam], await FoundAsync(partner, $"search={Uri.EscapeDataString("0%_")}"));
        Assert.Empty(await FoundAsync(partner, $"search={Uri.EscapeDataString("F%m")}"));
        Assert.Empty(await FoundAsync(partner, "search=elsewhere"));
        Assert.Equal("too_long", (await partner.Admin.GetAsync($"organizations?search={new string('x', 101)}", 400)).Text("code"));
    }

    [Fact]
    [Trait("Checklist", "O6")]
    public async Task List_ByKindAndStatus_FindsThose()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var suspended = await CreateAsync(partner, Names.Unique("Late payer"), "PO-1");
        var active = await CreateAsync(partner, Names.Unique("Good payer"), "PO-2");
        await partner.Admin.PostAsync($"organizations/{suspended}/suspend", new { reason = "Unpaid" });

        Assert.Equal([suspended], await FoundAsync(partner, "status=suspended"));
        Assert.Equal([active], await FoundAsync(partner, "status=active&kind=customer&search=payer"));
        Assert.Empty(await FoundAsync(partner, "kind=partner"));
        await partner.Admin.GetAsync("organizations?status=asleep", 400);
    }

    [Fact]
    public async Task Search_AnyPartOfAName_HasIndexes()
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        foreach (var condition in new[]
                 {
                     "SELECT id FROM organizations WHERE name ILIKE '%fabrikam%' OR slug ILIKE '%fabrikam%'",
                     "SELECT id FROM connections WHERE reference_number ILIKE '%7781%'",
                 })
        {
            // A small table is read whole unless that is forbidden; what is asked here is whether an index could answer at all.
            await using var command = connection.CreateCommand();
            command.CommandText = "SET enable_seqscan = off; EXPLAIN " + condition;
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new List<string>();
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(0));
            }

            Assert.Contains(plan, line => line.Contains("Bitmap Index Scan on ix_", StringComparison.Ordinal));
        }
    }

    private static async Task<string> CreateAsync(Child partner, string name, string referenceNumber)
    {
        var body = World.NewOrganization("customer", Names.Email("admin"), body => (body["name"], body["referenceNumber"]) = (name, referenceNumber));
        return (await partner.Admin.PostAsync("organizations", body, 201)).GetProperty("organization").Text("id");
    }

    private static async Task<List<string>> FoundAsync(Child partner, string query) =>
        [.. (await partner.Admin.GetAsync($"organizations?{query}")).Items().Select(row => row.Text("id"))];
}
