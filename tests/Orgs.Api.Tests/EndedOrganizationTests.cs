using Billing.Contracts.V1;
using ServiceDefaults.Messaging;

namespace Orgs.Api.Tests;

public sealed class EndedOrganizationTests(OrgsService service)
{
    private static readonly object Reason = new { reason = "Contract is over" };

    [Fact]
    public async Task End_ChildThatHasNothingLeft_IsReadOnlyForEverybody()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var alias = ResellerPlanTests.NewAlias();
        await ResellerPlanTests.ChangeAsync(partner.Admin, partner, "free", alias);
        var invited = Names.Email("late");
        await partner.Admin.PostAsync("members", new { email = invited, name = "Late", role = "viewer" }, 201);
        var token = await world.InvitationTokenAsync(invited);
        await world.Operator.PostAsync($"connections/{partner.ConnectionId}/end", Reason);

        var ended = await world.Operator.PostAsync($"organizations/{partner.Id}/end", Reason);

        Assert.Equal(("ended", "Contract is over"), (ended.Text("status"), ended.Text("statusReason")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, ended.GetProperty("alias").ValueKind);
        var (type, _, payload) = (await service.EventsOfAsync(partner.Id))[^1];
        Assert.Equal(("orgs.v1.organization-ended", "ended"), (type, payload.GetProperty("organization").Text("status")));
        foreach (var action in new[] { "end", "suspend", "restore" })
        {
            Assert.Equal($"organization_{action}_not_allowed", await world.Operator.RefusedPostAsync($"organizations/{partner.Id}/{action}", Reason, 409));
        }

        Assert.Equal("organization_ended", await world.Operator.RefusedAsync(HttpMethod.Patch, $"organizations/{partner.Id}", new { country = "AT" }, 409));
        Assert.Equal("organization_ended", await world.Operator.RefusedPostAsync(ResellerPlanTests.Path(partner), new { plan = "standard", alias }, 409));
        // Its people read on and change nothing; nobody joins it or sells to it any more.
        await partner.Admin.RefreshAsync();
        await partner.Admin.GetAsync($"organizations/{partner.Id}");
        Assert.Equal(
            "organization_suspended", await partner.Admin.RefusedPostAsync("organizations", World.NewOrganization("customer", Names.Email("admin")), 403));
        await service.Anonymous().GetAsync($"invitations/{token}", 404);
        var offer = new { @namespace = partner.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 };
        Assert.Equal("organization_not_found", await (await world.PartnerAsync()).Admin.RefusedPostAsync("connections", offer, 422));
    }

    [Fact]
    public async Task End_WithChildrenConnectionsOrSubscriptions_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var subscription = BillingFactsTests.Subscription(partner, customer, "active");
        await TellAsync(world, subscription, version: 1);

        Assert.Equal("organization_has_children", await world.Operator.RefusedPostAsync($"organizations/{partner.Id}/end", Reason, 409));
        Assert.Equal("organization_has_live_subscriptions", await partner.Admin.RefusedPostAsync($"organizations/{customer.Id}/end", Reason, 409));
        await TellAsync(world, subscription with { Status = "cancelled" }, version: 2);
        Assert.Equal("organization_has_open_connections", await partner.Admin.RefusedPostAsync($"organizations/{customer.Id}/end", Reason, 409));
        await customer.Admin.PostAsync($"connections/{customer.ConnectionId}/end", Reason);
        Assert.Equal("organization_end_not_allowed", await customer.Admin.RefusedPostAsync($"organizations/{customer.Id}/end", Reason, 409));
        await world.Operator.PostAsync($"organizations/{customer.Id}/end", Reason, 404);

        Assert.Equal("ended", (await partner.Admin.PostAsync($"organizations/{customer.Id}/end", Reason)).Text("status"));
    }

    private Task TellAsync(World world, Subscription subscription, long version) => service.TellAsync(
        new SubscriptionChanged(subscription),
        new EventContext(Guid.CreateVersion7(), Guid.Parse(world.RealmId), subscription.Id, version, DateTimeOffset.UtcNow));
}
