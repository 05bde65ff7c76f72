namespace Storefront.Api.Tests;

/// <summary>Plans that Orgs says were given by hand: what is charged follows.</summary>
public sealed class GivenPlanTests(StorefrontService storefront)
{
    [Theory]
    [Trait("Checklist", "S20")]
    [InlineData("parent", "Seller Buy standard 4900")]
    [InlineData("itself", "Buyer Buy standard 4900")]
    public async Task PlanGivenByHand_ThatTheParentSells_IsOrderedInTheNameOfWhoGaveIt(string actor, string ordered)
    {
        var market = await PlanMarket.OpenAsync(storefront);

        await market.GiveAsync("standard", version: 2, actor: actor);
        await market.GiveAsync("free", version: 2);

        Assert.Equal([ordered], await market.OrderedAsync());
    }

    [Fact]
    [Trait("Checklist", "S20")]
    public async Task PlanChanged_ByAnOrderOrAnEnd_IsNotOrderedAgain()
    {
        var market = await PlanMarket.OpenAsync(storefront);

        await market.GiveAsync("standard", version: 2, cause: "ordered", actor: "itself");
        await market.GiveAsync("basic", version: 3, cause: "subscriptionEnded");
        await market.GiveAsync("tenant", version: 4);

        Assert.Empty(await market.OrderedAsync());
    }

    [Theory]
    [Trait("Checklist", "S25")]
    [Trait("Checklist", "X16")]
    [InlineData("free", "standard", "Seller Upgrade standard 4900")]
    [InlineData("standard", "free", "Seller Upgrade free 0")]
    [InlineData("standard", "basic", "Seller Cancel standard 0")]
    public async Task PlanGivenByHand_WithAnotherOneCharged_ChangesItsSubscription(string held, string given, string ordered)
    {
        var market = await PlanMarket.OpenAsync(storefront, held, "northwind");
        await market.SubscriptionAsync(Guid.CreateVersion7(), held == "free" ? market.FreeId : market.StandardId, version: 1);

        await market.GiveAsync(given, version: 2);

        Assert.Equal([ordered], await market.OrderedAsync());
    }

    [Fact]
    [Trait("Checklist", "X16")]
    public async Task PlanGivenByHand_ThatTheSubscriptionCannotBecome_IsBoughtWhenThatHasEnded()
    {
        var market = await PlanMarket.OpenAsync(storefront, "standard", "northwind", areUpgradable: false);
        var subscription = Guid.CreateVersion7();
        await market.SubscriptionAsync(subscription, market.StandardId, version: 1);
        await market.GiveAsync("free", version: 2);

        await market.SubscriptionAsync(subscription, market.StandardId, version: 2, status: "cancelled");

        Assert.Equal(["Seller Cancel standard 0", "Seller Buy free 0"], await market.OrderedAsync());
    }

    [Fact]
    [Trait("Checklist", "S20")]
    public async Task PlanGivenByHand_WhoseOrderWasRefused_IsOrderedAgainUntilItIsCharged()
    {
        var market = await PlanMarket.OpenAsync(storefront);
        await market.GiveAsync("standard", version: 2);

        // While an order is under way there is no second one.
        await market.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Single(await market.OrderedAsync());
        await market.RefuseAsync("price_changed");
        await market.AdvanceAsync(TimeSpan.FromHours(36));
        Assert.Equal(["Seller Buy standard 4900", "Seller Buy standard 4900"], await market.OrderedAsync());

        await market.SubscriptionAsync(Guid.CreateVersion7(), market.StandardId, version: 1);
        await market.AdvanceAsync(TimeSpan.FromDays(9));
        Assert.Equal(2, (await market.OrderedAsync()).Count);
    }

    [Fact]
    public async Task PlanGivenByHand_WhoseOwnSubscriptionEnds_IsNotBoughtAgain()
    {
        var market = await PlanMarket.OpenAsync(storefront);
        await market.GiveAsync("standard", version: 2);
        var subscription = Guid.CreateVersion7();
        await market.SubscriptionAsync(subscription, market.StandardId, version: 1);

        await market.SubscriptionAsync(subscription, market.StandardId, version: 2, status: "cancelled");

        Assert.Equal(["Seller Buy standard 4900"], await market.OrderedAsync());
    }
}
