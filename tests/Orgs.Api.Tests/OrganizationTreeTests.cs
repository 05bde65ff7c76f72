using System.Text.Json;

namespace Orgs.Api.Tests;

public sealed class OrganizationTreeTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O6")]
    public async Task Tree_OfTheOperator_ShowsEachOrganizationUnderItsParent()
    {
        var world = await service.NewSandboxAsync();
        var (distributor, reseller, customer, direct) = await FourDeepAsync(world);

        var whole = (await world.Operator.GetAsync("organizations/tree?depth=20")).Items();

        Assert.Equal(
            [(world.Operator.OrganizationId, 0, 2), (distributor.Id, 1, 1), (reseller.Id, 2, 1), (customer.Id, 3, 0), (direct.Id, 1, 0)],
            whole.Select(Node));
        Assert.Equal(reseller.Id, whole[3].Text("parentId"));
        Assert.Equal(customer.Namespace, whole[3].Text("namespace"));
        // Its place, and nothing that it does.
        Assert.False(whole[3].TryGetProperty("legalName", out _));
        Assert.Equal([world.Operator.OrganizationId, distributor.Id, direct.Id], (await world.Operator.GetAsync("organizations/tree")).Items().Select(node => node.Text("id")));
        Assert.Equal(
            [(reseller.Id, 0, 1), (customer.Id, 1, 0)], (await distributor.Admin.GetAsync($"organizations/tree?root={reseller.Id}")).Items().Select(Node));
    }

    [Fact]
    [Trait("Checklist", "O6")]
    [Trait("Checklist", "X18")]
    public async Task Tree_OfOthers_DoesNotExist()
    {
        var world = await service.NewSandboxAsync();
        var (distributor, reseller, customer, direct) = await FourDeepAsync(world);
        // The reseller sells to the operator's own customer too: a connection, which puts nobody into anybody's tree.
        var offer = new { @namespace = direct.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 };
        var connection = await reseller.Admin.PostAsync("connections", offer, 201);
        await direct.Admin.PostAsync($"connections/{connection.Text("id")}/accept");

        foreach (var seller in new[] { distributor, reseller })
        {
            Assert.DoesNotContain((await seller.Admin.GetAsync("organizations/tree?depth=20")).Items(), node => node.Text("id") == direct.Id);
            Assert.Equal("not_found", (await seller.Admin.GetAsync($"organizations/tree?root={direct.Id}", 404)).Text("code"));
        }

        Assert.Equal("not_found", (await reseller.Admin.GetAsync($"organizations/tree?root={distributor.Id}", 404)).Text("code"));
        Assert.Equal("not_found", (await reseller.Admin.GetAsync($"organizations/tree?root={world.Operator.OrganizationId}", 404)).Text("code"));
        Assert.Equal("child_organizations_not_allowed", (await customer.Admin.GetAsync("organizations/tree", 403)).Text("code"));
        var elsewhere = await service.SandboxAsync();
        await elsewhere.Operator.GetAsync($"organizations/tree?root={reseller.Id}", 404);
        // To see the place of an organisation in one's tree is not to administer it.
        await world.Operator.GetAsync($"organizations/{customer.Id}", 404);
        await distributor.Admin.PatchAsync($"organizations/{customer.Id}", new { country = "AT" }, 404);
        await distributor.Admin.PostAsync($"organizations/{customer.Id}/suspend", new { reason = "Not mine" }, 404);
    }

    [Fact]
    public async Task Tree_InPages_HasNoGapsOrRepeats()
    {
        var world = await service.NewSandboxAsync();
        await FourDeepAsync(world);
        await FourDeepAsync(world);
        var whole = (await world.Operator.GetAsync("organizations/tree?depth=20")).Items().Select(node => node.Text("id")).ToList();
        Assert.Equal(9, whole.Count);

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await world.Operator.GetAsync($"organizations/tree?depth=20&limit=2&cursor={cursor}");
            seen.AddRange(page.Items().Select(node => node.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(whole, seen);
        Assert.Equal("bad_cursor", (await world.Operator.GetAsync("organizations/tree?cursor=here", 400)).Text("code"));
        Assert.Equal("out_of_range", (await world.Operator.GetAsync("organizations/tree?depth=0", 400)).Text("code"));
        Assert.Equal("out_of_range", (await world.Operator.GetAsync("organizations/tree?limit=101", 400)).Text("code"));
    }

    private static (string Id, int Level, int Children) Node(JsonElement node) =>
        (node.Text("id"), node.GetProperty("level").GetInt32(), node.GetProperty("childCount").GetInt32());

    private static async Task<(Child Distributor, Child Reseller, Child Customer, Child Direct)> FourDeepAsync(World world)
    {
        var distributor = await world.PartnerAsync();
        await ResellerPlanTests.ChangeAsync(world.Operator, distributor, "tenant", ResellerPlanTests.NewAlias());
        var reseller = await world.CreateAsync(distributor.Admin, "partner");
        var customer = await world.CreateAsync(reseller.Admin, "customer");
        return (distributor, reseller, customer, await world.CreateAsync(world.Operator, "customer"));
    }
}
