using System.Text.Json;
using Testing;

namespace Orgs.Api.Tests;

/// <summary>A first plan that comes with a new organisation is a proposal, and travels with the invitation.</summary>
public sealed class FirstPlanTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O15")]
    [Trait("Checklist", "O22")]
    public async Task Create_FirstPlan_IsProposedForTheChildToDecide()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var productId = Guid.CreateVersion7();

        var customer = await world.CreateAsync(
            partner.Admin, "customer", body => body["firstPlan"] = new { productId, currency = "USD", planLength = "year" });

        var proposed = Assert.Single(await service.EventsOfAsync(customer.ConnectionId), fact => fact.Type == "orgs.v1.plan-proposed").Payload;
        Assert.Equal(productId.ToString(), proposed.Text("productId"));
        Assert.Equal("USD", proposed.Text("currency"));
        Assert.Equal("P1Y", proposed.Text("planLength"));
        Assert.Equal(customer.Id, proposed.Text("buyerId"));
        Assert.Equal(partner.Admin.PersonId, proposed.Text("proposedBy"));
    }

    [Fact]
    [Trait("Checklist", "O22")]
    public async Task Create_FirstPlan_TravelsWithTheInvitation()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var (productId, email, without) = (Guid.CreateVersion7(), Names.Email("admin"), Names.Email("admin"));
        await partner.Admin.PostAsync(
            "organizations", World.NewOrganization("customer", email, body => body["firstPlan"] = new { productId, currency = "EUR", planLength = "twoYears" }), 201);
        await partner.Admin.PostAsync("organizations", World.NewOrganization("customer", without), 201);

        var offered = (await service.Anonymous().GetAsync($"invitations/{await world.InvitationTokenAsync(email)}")).GetProperty("firstPlan");
        var none = (await service.Anonymous().GetAsync($"invitations/{await world.InvitationTokenAsync(without)}")).GetProperty("firstPlan");

        Assert.Equal((productId.ToString(), "EUR", "twoYears"), (offered.Text("productId"), offered.Text("currency"), offered.Text("planLength")));
        Assert.Equal(JsonValueKind.Null, none.ValueKind);
        using var inbox = await Servers.MailAsync();
        Assert.True((await inbox.ToAsync(email)).Single().Contains("proposes a first plan"));
        Assert.False((await inbox.ToAsync(without)).Single().Contains("proposes a first plan"));
    }

    [Fact]
    [Trait("Checklist", "O22")]
    public async Task Create_FirstPlanForAnExistingSuperAdmin_IsProposedToo()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var created = await partner.Admin.PostAsync(
            "organizations",
            World.NewOrganization("customer", "", body =>
            {
                body["superAdmin"] = new { email = partner.AdminEmail, @namespace = partner.Namespace };
                body["firstPlan"] = new { productId = Guid.CreateVersion7(), currency = "USD", planLength = "month" };
            }),
            201);

        var proposed = Assert.Single(
            await service.EventsOfAsync(created.GetProperty("connection").Text("id")), fact => fact.Type == "orgs.v1.plan-proposed").Payload;
        Assert.Equal(("P1M", created.GetProperty("organization").Text("id")), (proposed.Text("planLength"), proposed.Text("buyerId")));
    }

    [Fact]
    [Trait("Checklist", "O15")]
    public async Task Create_FirstPlanOfNoSuchLength_IsRefused()
    {
        var world = await service.SandboxAsync();

        await world.Operator.PostAsync(
            "organizations",
            World.NewOrganization(
                "customer", Names.Email("admin"), body => body["firstPlan"] = new { productId = Guid.CreateVersion7(), currency = "USD", planLength = "fortnight" }),
            400);
    }

    [Fact]
    [Trait("Checklist", "O15")]
    public async Task Create_FirstPlanInNoCurrency_IsRefused()
    {
        var world = await service.SandboxAsync();

        var problem = await world.Operator.PostAsync(
            "organizations",
            World.NewOrganization(
                "customer", Names.Email("admin"), body => body["firstPlan"] = new { productId = Guid.CreateVersion7(), currency = "XXQ", planLength = "year" }),
            400);

        Assert.Equal(["unknown_currency"], problem.ErrorsAt("firstPlan.currency"));
    }
}
