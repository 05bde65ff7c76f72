using System.Net;
using System.Text.Json;
using ServiceDefaults.Security;

namespace Storefront.Api.Tests;

public sealed class PlanOrderTests(StorefrontService storefront)
{
    [Fact]
    [Trait("Checklist", "S18")]
    [Trait("Checklist", "S24")]
    public async Task Offers_ForAPartnerOnBasic_AreWhatItsParentPublishes()
    {
        var market = await PlanMarket.OpenAsync(storefront);

        var offers = await market.OffersAsync(market.Partner(Role.Viewer));

        Assert.Equal((market.ConnectionId, "basic", "Platform"), (offers.GetProperty("connectionId").GetGuid(), Text(offers, "plan"), Text(offers, "sellerName")));
        var items = offers.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["free", "standard"], items.Select(item => Text(item, "plan")));
        Assert.All(items, item => Assert.Equal((JsonValueKind.Null, true, "buy"), (item.GetProperty("obstacle").ValueKind, item.GetProperty("needsAlias").GetBoolean(), Text(item, "action"))));
        Assert.Equal(["sellToCustomers", "runStorefront"], items[0].GetProperty("features").EnumerateArray().Select(feature => feature.GetString()));
        Assert.Contains(items[1].GetProperty("prices").EnumerateArray(), price => price.GetProperty("price").ToString() == """{"amount":"49.00","currency":"USD"}""");
    }

    [Fact]
    [Trait("Checklist", "S25")]
    public async Task Offers_WithAPlanSubscription_AreItsUpgrades()
    {
        var market = await PlanMarket.OpenAsync(storefront, "free", "northwind");
        var subscription = Guid.CreateVersion7();
        await market.SubscriptionAsync(subscription, market.FreeId, 1);

        var items = (await market.OffersAsync(market.Operator(), market.ConnectionId)).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal((true, "plan_is_present"), (items[0].GetProperty("isPresent").GetBoolean(), Text(items[0].GetProperty("obstacle"), "code")));
        Assert.Equal((JsonValueKind.Null, false, "upgrade"), (items[1].GetProperty("obstacle").ValueKind, items[1].GetProperty("needsAlias").GetBoolean(), Text(items[1], "action")));
        using var ordered = await market.OrderAsync(market.Partner(), market.StandardId, "49.00", alias: null);
        Assert.Equal(HttpStatusCode.Created, ordered.StatusCode);
        Assert.Equal(["Buyer Upgrade standard 4900"], await market.OrderedAsync());
    }

    [Fact]
    [Trait("Checklist", "S18")]
    public async Task Order_ByThePartner_NeedsNoApprovalAndCarriesTheAlias()
    {
        var market = await PlanMarket.OpenAsync(storefront);

        using var response = await market.OrderAsync(market.Partner(), market.FreeId, "0.00", "northwind");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var view = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("inProgress", "free"), (Text(view, "status"), Text(view, "plan")));
        Assert.Equal(["Buyer Buy free 0"], await market.OrderedAsync());
        Assert.Equal(1, await storefront.Service.CountAsync(
            $"SELECT count(*) FROM platform.outbox WHERE type = 'storefront.v1.order-approved' AND aggregate_id = '{view.GetProperty("orderId").GetGuid()}' AND payload LIKE '%\"alias\":\"northwind\"%'"));
        Assert.Equal(1, await storefront.Service.CountAsync(
            $"SELECT count(*) FROM audit_entries WHERE action = 'order-reseller-plan' AND subject_id = '{view.GetProperty("orderId").GetGuid()}'"));
    }

    [Theory]
    [Trait("Checklist", "S21")]
    [InlineData(null, HttpStatusCode.UnprocessableEntity, "alias_required")]
    [InlineData("No Such Path", HttpStatusCode.BadRequest, "alias_malformed")]
    [InlineData("checkout", HttpStatusCode.BadRequest, "alias_reserved_word")]
    [InlineData("southwind", HttpStatusCode.Conflict, "alias_taken")]
    public async Task Order_WithoutAFreeAlias_IsRefusedAtOnce(string? alias, HttpStatusCode status, string code)
    {
        var market = await PlanMarket.OpenAsync(storefront);
        await market.RivalAsync("southwind");

        using var response = await market.OrderAsync(market.Partner(), market.FreeId, "0.00", alias);

        await response.AssertProblem(status, code);
        Assert.Empty(await market.OrderedAsync());
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public async Task Order_AliasTaken_IsToldWhichOnesAreFree()
    {
        var market = await PlanMarket.OpenAsync(storefront);
        await market.RivalAsync("southwind");
        await market.RivalAsync("southwind-shop");

        using var refused = await market.OrderAsync(market.Partner(), market.FreeId, "0.00", "southwind");

        await refused.AssertProblem(HttpStatusCode.Conflict, "alias_taken");
        var suggestions = JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("suggestions").EnumerateArray().Select(alias => alias.GetString()!).ToList();
        Assert.Equal(["southwind-store", "southwind-online", "southwind-2"], suggestions);
        using var again = await market.OrderAsync(market.Partner(), market.FreeId, "0.00", suggestions[0]);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    [Trait("Checklist", "S18")]
    public async Task Order_AtAnotherPriceOrTwice_IsRefused()
    {
        var market = await PlanMarket.OpenAsync(storefront);

        using var cheaper = await market.OrderAsync(market.Partner(), market.StandardId, "48.00", "northwind");
        using var first = await market.OrderAsync(market.Partner(), market.StandardId, "49.00", "northwind");
        using var second = await market.OrderAsync(market.Partner(), market.FreeId, "0.00", "northwind");
        using var operators = await market.OrderAsync(market.Operator(), market.FreeId, "0.00", "northwind");
        using var viewers = await market.OrderAsync(market.Partner(Role.Viewer), market.FreeId, "0.00", "northwind");

        await cheaper.AssertProblem(HttpStatusCode.Conflict, "price_changed");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await second.AssertProblem(HttpStatusCode.Conflict, "plan_order_open");
        await operators.AssertProblem(HttpStatusCode.UnprocessableEntity, "plan_for_partners_only");
        await viewers.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
    }

    private static string? Text(JsonElement json, string property) => json.GetProperty(property).GetString();
}
