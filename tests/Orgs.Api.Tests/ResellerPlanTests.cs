using System.Text.Json;

namespace Orgs.Api.Tests;

public sealed class ResellerPlanTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O19")]
    public async Task List_ResellerPlans_ShowsTheRightsOfEach()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var plans = (await partner.Admin.GetAsync("reseller-plans")).Items();

        Assert.Equal(["basic", "free", "standard", "tenant"], plans.Select(plan => plan.Text("plan")));
        Assert.Equal([1, 2, 4, 6], plans.Select(plan => plan.GetProperty("rights").GetArrayLength()));
        Assert.Equal([false, true, true, true], plans.Select(plan => plan.GetProperty("needsAlias").GetBoolean()));
    }

    [Fact]
    [Trait("Checklist", "O19")]
    [Trait("Checklist", "O6")]
    public async Task Change_ToTenant_GivesTheRightToOwnResellersAndTakesItBack()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var reseller = World.NewOrganization("partner", Names.Email("admin"));
        Assert.Equal("plan_right_missing", await partner.Admin.RefusedPostAsync("organizations", reseller, 403));

        var changed = await ChangeAsync(world.Operator, partner, "tenant", alias: NewAlias());

        Assert.Equal("tenant", changed.Text("resellerPlan"));
        await partner.Admin.PostAsync("organizations", reseller, 201);
        var impact = await ImpactAsync(partner.Admin, partner, "standard");
        Assert.Equal((1, "sub_resellers_left"), (impact.GetProperty("subResellers").GetInt32(), impact.GetProperty("obstacle").Text("code")));
        Assert.Equal(
            "sub_resellers_left",
            await world.Operator.RefusedPostAsync(Path(partner), new { plan = "standard", impactConfirmation = impact.Text("confirmation") }, 409));
    }

    [Fact]
    [Trait("Checklist", "O20")]
    public async Task Change_ByItself_GoesUpToStandardAndNotToTenant()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var alias = NewAlias();

        Assert.Equal("reseller_plan_to_tenant_not_allowed", await partner.Admin.RefusedPostAsync(Path(partner), new { plan = "tenant", alias }, 409));
        Assert.Equal("free", (await ChangeAsync(partner.Admin, partner, "free", alias)).Text("resellerPlan"));
        var standard = await ChangeAsync(partner.Admin, partner, "standard");

        Assert.Equal(("standard", alias), (standard.Text("resellerPlan"), standard.Text("alias")));
        Assert.Equal("reseller_plan_to_tenant_not_allowed", await partner.Admin.RefusedPostAsync(Path(partner), new { plan = "tenant" }, 409));
        Assert.Equal("reseller_plan_to_standard_not_allowed", await world.Operator.RefusedPostAsync(Path(partner), new { plan = "standard" }, 409));
        var facts = (await service.EventsOfAsync(partner.Id)).Where(fact => fact.Type == "orgs.v1.reseller-plan-changed").ToList();
        Assert.Equal(["basic", "free"], facts.Select(fact => fact.Payload.Text("previousPlan")));
        var organization = facts[^1].Payload.GetProperty("organization");
        Assert.Equal(("standard", alias), (organization.Text("resellerPlan"), organization.Text("alias")));
        Assert.Equal(standard.GetProperty("resellerPlanSince").GetDateTimeOffset(), facts[^1].Payload.GetProperty("since").GetDateTimeOffset());
        // Who reads the state alone gets it with the same version.
        Assert.Contains(await service.EventsOfAsync(partner.Id), fact => fact.Type == "orgs.v1.organization-updated" && fact.Version == facts[^1].Version);
    }

    [Fact]
    [Trait("Checklist", "O20")]
    [Trait("Checklist", "X16")]
    public async Task Change_Down_NeedsTheReportThatIsTrueNow()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var alias = NewAlias();
        await ChangeAsync(world.Operator, partner, "standard", alias);
        var stale = await ImpactAsync(world.Operator, partner, "free");
        Assert.Equal(["publishCatalogue", "letCustomersManageSubscriptions"], stale.GetProperty("lostRights").EnumerateArray().Select(right => right.GetString()));
        Assert.Equal(("kept", 0), (stale.Text("aliasFate"), stale.GetProperty("customers").GetInt32()));
        var customer = await world.CreateAsync(partner.Admin, "customer");

        Assert.Equal("impact_not_confirmed", await world.Operator.RefusedPostAsync(Path(partner), new { plan = "free" }, 422));
        Assert.Equal(
            "impact_changed",
            await world.Operator.RefusedPostAsync(Path(partner), new { plan = "free", impactConfirmation = stale.Text("confirmation") }, 409));
        var fresh = await ImpactAsync(world.Operator, partner, "free");
        Assert.Equal(1, fresh.GetProperty("customers").GetInt32());
        var free = await ChangeAsync(world.Operator, partner, "free", confirmation: fresh.Text("confirmation"));

        Assert.Equal(("free", alias), (free.Text("resellerPlan"), free.Text("alias")));
        // Nothing is deleted.
        await partner.Admin.GetAsync($"organizations/{customer.Id}");
        var entry = (await world.Operator.GetAsync($"audit?subjectId={partner.Id}")).Items()[0];
        Assert.Equal(("standard", "free"), (entry.GetProperty("before").Text("resellerPlan"), entry.GetProperty("after").Text("resellerPlan")));
    }

    [Fact]
    public async Task Change_CustomerOrForeignPartner_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var sales = await world.MemberAsync(partner.Admin, "sales");
        var body = new { plan = "free", alias = NewAlias() };

        Assert.Equal("no_reseller_plan", await partner.Admin.RefusedPostAsync(Path(customer), body, 422));
        Assert.Equal("no_reseller_plan", (await customer.Admin.GetAsync($"organizations/{customer.Id}/reseller-plan-impact?to=free", 422)).Text("code"));
        Assert.Equal("no_reseller_plan", (await customer.Admin.GetAsync($"organizations/{customer.Id}/alias-availability?alias=a-name", 422)).Text("code"));
        Assert.Equal("not_found", await other.Admin.RefusedPostAsync(Path(partner), body, 404));
        Assert.Equal("not_found", (await other.Admin.GetAsync($"organizations/{partner.Id}/reseller-plan-impact?to=free", 404)).Text("code"));
        Assert.Equal("role_not_permitted", await sales.RefusedPostAsync(Path(partner), body, 403));
        Assert.Equal("basic", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
    }

    [Fact]
    public async Task Change_DownWhileAResellerIsBeingMade_LeavesNoneWithoutTheRight()
    {
        var world = await service.SandboxAsync();
        for (var round = 0; round < 5; round++)
        {
            var partner = await world.PartnerAsync();
            await ChangeAsync(world.Operator, partner, "tenant", NewAlias());
            var impact = await ImpactAsync(world.Operator, partner, "standard");

            var answers = await Task.WhenAll(
                world.Operator.RawAsync(HttpMethod.Post, Path(partner), new { plan = "standard", impactConfirmation = impact.Text("confirmation") }),
                partner.Admin.RawAsync(HttpMethod.Post, "organizations", World.NewOrganization("partner", Names.Email("admin"))));

            var plan = (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan");
            var resellers = (await partner.Admin.GetAsync("organizations?kind=partner")).Items().Count;
            Assert.True((plan, resellers) is ("standard", 0) or ("tenant", 1), $"{plan} with {resellers} resellers: {answers[0].StatusCode}, {answers[1].StatusCode}");
        }
    }

    internal static string NewAlias() => Names.Unique("shop").Replace(' ', '-');

    internal static string Path(Child partner) => $"organizations/{partner.Id}/change-reseller-plan";

    internal static Task<JsonElement> ImpactAsync(Client caller, Child partner, string to) =>
        caller.GetAsync($"organizations/{partner.Id}/reseller-plan-impact?to={to}");

    internal static Task<JsonElement> ChangeAsync(Client caller, Child partner, string plan, string? alias = null, string? confirmation = null) =>
        caller.PostAsync(Path(partner), new { plan, alias, impactConfirmation = confirmation });

    /// <summary>Down, with the report of this moment confirmed.</summary>
    internal static async Task<JsonElement> TakeDownAsync(Client caller, Child partner, string plan) =>
        await ChangeAsync(caller, partner, plan, confirmation: (await ImpactAsync(caller, partner, plan)).Text("confirmation"));
}
