using System.Text.Json;
using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Contracts.V1;
using Testing;
using static Orgs.Api.Tests.ResellerPlanTests;
using BillingMoney = Billing.Contracts.V1.Money;
using StorefrontMoney = Storefront.Contracts.V1.Money;

namespace Orgs.Api.Tests;

/// <summary>Reseller plans that Storefront took an order for, and that Billing ends.</summary>
public sealed class PlanOrderTests(OrgsService service)
{
    [Theory]
    [Trait("Checklist", "S18")]
    [Trait("Checklist", "S19")]
    [InlineData("buyer")]
    [InlineData("seller")]
    public async Task Order_WithAFreeAlias_ChangesThePlanOnBehalfOfWhoPlacedIt(string placedBy)
    {
        var (world, partner) = await PartnerAsync();
        var placer = placedBy == "seller" ? world.Operator : partner.Admin;
        var order = Order(world, partner, "free", NewAlias(), placedBy, placer);

        var answer = await AnswerAsync(world, order, version: 2);

        Assert.Equal((true, order.Alias), (answer.GetProperty("isChanged").GetBoolean(), answer.Text("alias")));
        var organization = await partner.Admin.GetAsync($"organizations/{partner.Id}");
        Assert.Equal(("free", order.Alias), (organization.Text("resellerPlan"), organization.Text("alias")));
        var fact = (await ChangesAsync(partner))[^1];
        Assert.Equal(("basic", "ordered", placedBy == "seller" ? "parent" : "itself"), (fact.Text("previousPlan"), fact.Text("cause"), fact.Text("actor")));
        Assert.Equal((placer.PersonId, order.Id), (fact.Text("personId"), fact.GetProperty("orderId").GetGuid()));
        var entry = (await placer.GetAsync($"audit?subjectId={partner.Id}")).Items()[0];
        Assert.Equal(("change-reseller-plan", placer.PersonId, "Order 2026-7 was placed."), (entry.Text("action"), entry.Text("personId"), entry.Text("reason")));
        Assert.Equal(("basic", "free"), (entry.GetProperty("before").Text("resellerPlan"), entry.GetProperty("after").Text("resellerPlan")));
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public async Task Order_OneAliasByTwoAtOnce_OneGetsItAndTheOtherSuggestions()
    {
        var (world, one) = await PartnerAsync();
        var other = await world.PartnerAsync();
        var alias = NewAlias();

        var answers = await Task.WhenAll(
            AnswerAsync(world, Order(world, one, "free", alias), version: 2), AnswerAsync(world, Order(world, other, "free", alias), version: 2));

        var winner = Assert.Single(answers, answer => answer.GetProperty("isChanged").GetBoolean());
        var loser = Assert.Single(answers, answer => !answer.GetProperty("isChanged").GetBoolean());
        Assert.Equal((alias, "alias_taken"), (winner.Text("alias"), loser.Text("code")));
        var second = loser.Text("organizationId") == one.Id ? one : other;
        Assert.Equal("basic", (await second.Admin.GetAsync($"organizations/{second.Id}")).Text("resellerPlan"));
        var suggestion = loser.GetProperty("suggestions")[0].GetString()!;
        Assert.True((await AnswerAsync(world, Order(world, second, "free", suggestion), version: 2)).GetProperty("isChanged").GetBoolean());
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public async Task Order_ThatCannotBe_IsAnsweredWithItsCode()
    {
        var (world, partner) = await PartnerAsync();
        var stranger = await world.PartnerAsync();

        Assert.Equal("alias_required", await RefusalAsync(world, Order(world, partner, "free", alias: null)));
        Assert.Equal("alias_reserved_word", await RefusalAsync(world, Order(world, partner, "free", "checkout")));
        Assert.Equal("reseller_plan_to_tenant_not_allowed", await RefusalAsync(world, Order(world, partner, "tenant", NewAlias())));
        Assert.Equal("seller_not_parent", await RefusalAsync(world, Order(world, partner, "free", NewAlias()) with { SellerId = Guid.Parse(stranger.Id) }));
        await ChangeAsync(world.Operator, partner, "standard", NewAlias());
        Assert.Equal("impact_not_confirmed", await RefusalAsync(world, Order(world, partner, "free", alias: null)));

        Assert.Equal("standard", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
    }

    [Fact]
    [Trait("Checklist", "S18")]
    [Trait("Checklist", "X22")]
    public async Task Order_AskedAgain_IsCarriedOutOnceAndAnsweredTheSame()
    {
        var (world, partner) = await PartnerAsync();
        var order = Order(world, partner, "free", NewAlias());
        await AnswerAsync(world, order, version: 2);

        var again = await AnswerAsync(world, order, version: 2);

        Assert.True(again.GetProperty("isChanged").GetBoolean());
        Assert.Equal([1, 2], (await AnswersAsync(order)).Select(answer => answer.Version));
        Assert.Single(await ChangesAsync(partner));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Order_CanceledBeforeItIsHeardOf_IsNeverCarriedOut()
    {
        var (world, partner) = await PartnerAsync();
        var order = Order(world, partner, "free", NewAlias());

        await TellAsync(world, new OrderCanceled(order with { Status = "canceled" }), order.Id, version: 3);
        await TellAsync(world, new ResellerPlanOrdered(order), order.Id, version: 2);

        Assert.Empty(await AnswersAsync(order));
        Assert.Equal("basic", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Order_CanceledAfterIt_GivesThePlanBackAndKeepsTheAlias()
    {
        var (world, partner) = await PartnerAsync();
        var order = Order(world, partner, "free", NewAlias());
        await AnswerAsync(world, order, version: 2);

        await TellAsync(world, new OrderCanceled(order with { Status = "canceled" }), order.Id, version: 3);

        Assert.Equal("basic", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
        Assert.Equal("orderCanceled", (await ChangesAsync(partner))[^1].Text("cause"));
        Assert.True((await partner.Admin.GetAsync($"organizations/{partner.Id}/alias-availability?alias={order.Alias}")).GetProperty("isAvailable").GetBoolean());
    }

    [Fact]
    [Trait("Checklist", "S20")]
    public async Task Order_ForThePlanGivenByHand_ChangesNothingAndBringsItsSubscription()
    {
        var (world, partner) = await PartnerAsync();
        var alias = NewAlias();
        await ChangeAsync(world.Operator, partner, "standard", alias);
        var byHand = (await ChangesAsync(partner))[^1];
        Assert.Equal(("byHand", "parent", world.Operator.PersonId), (byHand.Text("cause"), byHand.Text("actor"), byHand.Text("personId")));
        var order = Order(world, partner, "standard", alias: null, "seller", world.Operator);

        var answer = await AnswerAsync(world, order, version: 2);

        Assert.Equal((true, alias), (answer.GetProperty("isChanged").GetBoolean(), answer.Text("alias")));
        Assert.Single(await ChangesAsync(partner));
        // Its subscription is the plan's from now on.
        await EndAsync(world, PlanSubscription(partner, "standard", order.Id));
        Assert.Equal("basic", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
    }

    [Fact]
    [Trait("Checklist", "S25")]
    [Trait("Checklist", "X16")]
    public async Task Subscription_ThatThePlanRestsOnEnds_LeavesBasicAndTheAliasInReserve()
    {
        var (world, partner) = await PartnerAsync();
        var order = Order(world, partner, "free", NewAlias());
        await AnswerAsync(world, order, version: 2);
        var subscription = PlanSubscription(partner, "standard", order.Id);
        var upgrade = Order(world, partner, "standard", alias: null);
        var line = upgrade.Lines[0] with { Action = "upgrade", SubscriptionId = subscription.Id };
        Assert.True((await AnswerAsync(world, upgrade with { Lines = [line] }, version: 2)).GetProperty("isChanged").GetBoolean());
        Assert.Equal(order.Alias, (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("alias"));
        var customer = await world.CreateAsync(partner.Admin, "customer");

        // It is not ended yet, and another one is not the plan's.
        await TellAsync(world, new SubscriptionChanged(subscription with { Status = "pendingCancellation" }), subscription.Id, version: 2);
        await EndAsync(world, PlanSubscription(partner, "standard", upgrade.Id));
        Assert.Equal("standard", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
        await EndAsync(world, subscription);
        await EndAsync(world, subscription);

        var organization = await partner.Admin.GetAsync($"organizations/{partner.Id}");
        Assert.Equal(("basic", JsonValueKind.Null), (organization.Text("resellerPlan"), organization.GetProperty("alias").ValueKind));
        Assert.Equal(["ordered", "ordered", "subscriptionEnded"], (await ChangesAsync(partner)).Select(change => change.Text("cause")));
        await partner.Admin.GetAsync($"organizations/{customer.Id}");
        var stranger = await world.PartnerAsync();
        Assert.False((await stranger.Admin.GetAsync($"organizations/{stranger.Id}/alias-availability?alias={order.Alias}")).GetProperty("isAvailable").GetBoolean());
        Assert.True((await partner.Admin.GetAsync($"organizations/{partner.Id}/alias-availability?alias={order.Alias}")).GetProperty("isAvailable").GetBoolean());
    }

    [Fact]
    [Trait("Checklist", "X16")]
    public async Task Subscription_OfAPlanLeftByHand_EndsWithoutThePresentOne()
    {
        var (world, partner) = await PartnerAsync();
        var order = Order(world, partner, "standard", NewAlias());
        await AnswerAsync(world, order, version: 2);
        await TakeDownAsync(world.Operator, partner, "free");

        await EndAsync(world, PlanSubscription(partner, "standard", order.Id));

        Assert.Equal("free", (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan"));
    }

    private async Task<(World World, Child Partner)> PartnerAsync()
    {
        var world = await service.SandboxAsync();
        return (world, await world.PartnerAsync());
    }

    private static Order Order(World world, Child partner, string plan, string? alias, string placedBy = "buyer", Client? placer = null)
    {
        var free = new StorefrontMoney("0.00", "USD");
        var line = new OrderLine(
            Guid.CreateVersion7(), "buy", Guid.CreateVersion7(), "Reseller plan", null, null, null, 1, free, free, "month", "month", "now", null, "waiting", plan);
        return new Order(
            Guid.CreateVersion7(),
            "2026-7",
            Guid.Parse(partner.ConnectionId),
            Guid.Parse(world.Operator.OrganizationId),
            Guid.Parse(partner.Id),
            placedBy,
            Guid.Parse((placer ?? partner.Admin).PersonId),
            "inProgress",
            DateTimeOffset.UtcNow,
            DateTimeOffset.UtcNow,
            alias,
            QuoteToken: null,
            [line],
            CancelCode: null,
            CancelReason: null);
    }

    private static Subscription PlanSubscription(Child partner, string plan, Guid madeBy) => new(
        Guid.CreateVersion7(),
        Guid.Parse(partner.ConnectionId),
        Guid.Parse(partner.Connection.GetProperty("seller").Text("id")),
        Guid.Parse(partner.Id),
        Guid.CreateVersion7(),
        "Reseller plan",
        Quantity: 1,
        "active",
        BoughtBy: "buyer",
        DateTimeOffset.UtcNow,
        TrialEndsAt: null,
        new BillingMoney("0.00", "USD"),
        Interval: "month",
        ResellerPlan: plan,
        OrderId: madeBy);

    private Task EndAsync(World world, Subscription subscription) =>
        TellAsync(world, new SubscriptionChanged(subscription with { Status = "cancelled" }), subscription.Id, version: 3, reactions: 2);

    private async Task<string> RefusalAsync(World world, Order order)
    {
        var answer = await AnswerAsync(world, order, version: 2);
        Assert.False(answer.GetProperty("isChanged").GetBoolean());
        return answer.Text("code");
    }

    private async Task<JsonElement> AnswerAsync(World world, Order order, long version)
    {
        await TellAsync(world, new ResellerPlanOrdered(order), order.Id, version);
        return (await AnswersAsync(order))[^1].Payload;
    }

    private async Task<IReadOnlyList<(string Type, long Version, JsonElement Payload)>> AnswersAsync(Order order) =>
        [.. (await service.EventsOfAsync(order.Id.ToString())).Where(fact => fact.Type == "orgs.v1.plan-order-answered")];

    private async Task<IReadOnlyList<JsonElement>> ChangesAsync(Child partner) =>
        [.. (await service.EventsOfAsync(partner.Id)).Where(fact => fact.Type == "orgs.v1.reseller-plan-changed").Select(fact => fact.Payload)];

    private Task TellAsync<TEvent>(World world, TEvent fact, Guid aggregateId, long version, int reactions = 1)
        where TEvent : class =>
        service.TellAsync(fact, new EventContext(Guid.CreateVersion7(), Guid.Parse(world.RealmId), aggregateId, version, DateTimeOffset.UtcNow), reactions);
}
