using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using Storefront.Api.Shops;
using Storefront.Contracts.V1;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>Shops: opened and closed by the plan, branded by their owner, found by anybody.</summary>
public sealed class ShopTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task Shop_PlanComesAndGoes_OpensAndClosesAndKeepsEverything()
    {
        await using var opened = await Service.ListenAsync<StorefrontOpened>();
        await using var closed = await Service.ListenAsync<StorefrontClosed>();
        var market = await Market.OpenAsync(storefront, "basic");
        var alias = Alias(market);
        var owner = Service.As(market.Seller());
        Assert.False((await owner.OwnShop()).IsOpen);
        await (await owner.Brand(new { name = "Nord" })).AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");

        await market.OrganizationAsync(market.SellerId, "Northwind", "standard", alias, version: 3);
        await Finds(market, alias, $"Northwind at {alias}");
        await (await owner.Brand(new { name = "Nord", primaryColor = "#AA00ff" })).Read<OwnShopAnswer>();
        await Finds(market, alias, $"Nord at {alias}");

        // Late news of the plan before changes nothing.
        await market.OrganizationAsync(market.SellerId, "Northwind", "basic", null, version: 2);
        Assert.True((await owner.OwnShop()).IsOpen);

        await market.OrganizationAsync(market.SellerId, "Northwind", "basic", null, version: 4);
        await Finds(market, alias, "nothing");

        await market.OrganizationAsync(market.SellerId, "Northwind", "free", alias, version: 5);
        await Finds(market, alias, $"Nord at {alias}");
        Assert.Equal("#aa00ff", (await owner.OwnShop()).PrimaryColor);
        Assert.False((await closed.WaitAsync(fact => fact.Shop.SellerId == market.SellerId)).Shop.IsOpen);
        await opened.WaitAsync(fact => fact.Shop is { Name: "Nord", IsOpen: true } && fact.Shop.SellerId == market.SellerId);
        Assert.Equal(2, (await opened.TakenAsync(fact => fact.Shop.SellerId == market.SellerId)).Count);
    }

    [Fact]
    public async Task Update_TwoFromTheSameVersion_OneIsRefused()
    {
        var market = await Open("standard");
        var owner = Service.As(market.Seller());
        var version = (await owner.OwnShop()).Version;

        using var first = await owner.Brand(new { name = "One" }, $"\"{version}\"");
        using var second = await owner.Brand(new { name = "Two" }, $"\"{version}\"");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await second.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        Assert.Equal("One", (await owner.OwnShop()).Name);
    }

    [Theory]
    [InlineData("primaryColor", "red", "invalid_color")]
    [InlineData("accentColor", "#12345", "invalid_color")]
    [InlineData("supportEmail", "nobody", "invalid_email")]
    [InlineData("supportPhone", "call me", "invalid_phone")]
    [InlineData("customDomain", "localhost", "invalid_domain")]
    [InlineData("name", "a\u0000b", "control_characters")]
    public async Task Update_WrongField_IsRefused(string field, string value, string code)
    {
        var market = await Open("tenant");

        using var response = await Service.As(market.Seller()).Brand(new Dictionary<string, string> { [field] = value });

        await response.AssertProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Update_ByViewerOrCustomer_IsRefused()
    {
        var market = await Open("standard");

        await (await Service.As(market.Seller(Role.Viewer)).Brand(new { name = "Mine" })).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await (await Service.As(market.Buyer(Role.SuperAdmin)).Brand(new { name = "Mine" })).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public async Task CustomDomain_OfADistributor_CarriesItsResellersShops()
    {
        await using var changed = await Service.ListenAsync<StorefrontChanged>();
        var market = await Open("tenant");
        var reseller = Guid.CreateVersion7();
        await market.OrganizationAsync(reseller, "Tech", "standard", "techsolutions", market.SellerId);
        var domain = $"cloud-{market.RealmId}.disti.example";
        var owner = Service.As(market.Seller());

        var set = await (await owner.Brand(new { customDomain = domain })).Read<OwnShopAnswer>();
        Assert.Equal((false, $"shop-domain={market.SellerId:n}"), (set.IsCustomDomainInEffect, set.CustomDomainProof));
        await (await Service.Anonymous().ResolveShop($"host={domain}")).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await Confirm(market, domain);
        var shop = await owner.OwnShop();

        Assert.Equal(($"https://{domain}", true, null), (shop.Address!, shop.IsCustomDomainInEffect, shop.CustomDomainProof));
        var found = await Service.Anonymous().Resolved($"host={domain}&alias=techsolutions");
        Assert.Equal((reseller, "techsolutions", $"https://{domain}/techsolutions"), (found.Id, found.Alias, found.Address));
        Assert.Equal(market.SellerId, (await Service.Anonymous().Resolved($"host={domain.ToUpperInvariant()}")).Id);
        await changed.WaitAsync(fact => fact.Shop.SellerId == reseller && fact.Shop.Address == $"https://{domain}/techsolutions");
        await (await Service.Anonymous().ResolveShop($"host={domain}&alias={Alias(market)}")).Read<ShopAnswer>();
        await (await Service.Anonymous().ResolveShop("host=unknown.example")).AssertProblem(HttpStatusCode.NotFound, "not_found");

        // Off the plan with a domain both stand on the realm's host again; what was set is kept.
        await market.OrganizationAsync(market.SellerId, "Northwind", "standard", Alias(market), market.OperatorId, version: 9);
        await Eventually.Async(
            async () => (await Service.Anonymous().ResolveShop($"host={domain}")).StatusCode == HttpStatusCode.NotFound, because: "the domain should be out of effect");
        var own = await owner.OwnShop();
        Assert.Equal((domain, false), (own.CustomDomain!, own.IsCustomDomainInEffect));
        await changed.WaitAsync(fact => fact.Shop.SellerId == reseller && fact.Shop.Address.EndsWith($"/~{market.RealmId}/techsolutions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CustomDomain_OfAnotherShopOrBelowTenant_IsRefused()
    {
        var (first, second, standard) = (await Open("tenant"), await Open("tenant"), await Open("standard"));
        var domain = $"shop-{first.RealmId}.example";
        await (await Service.As(first.Seller()).Brand(new { customDomain = domain })).Read<OwnShopAnswer>();
        await Confirm(first, domain);

        await (await Service.As(second.Seller()).Brand(new { customDomain = domain })).AssertProblem(HttpStatusCode.Conflict, "custom_domain_taken");
        await (await Service.As(standard.Seller()).Brand(new { customDomain = "mine.example" })).AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");
    }

    [Fact]
    public async Task CustomDomain_OfWhoOnlySaysSo_IsInNobodysWay()
    {
        var (first, second) = (await Open("tenant"), await Open("tenant"));
        var domain = $"shop-{first.RealmId}.example";
        await (await Service.As(first.Seller()).Brand(new { customDomain = domain })).Read<OwnShopAnswer>();
        await (await Service.As(second.Seller()).Brand(new { customDomain = domain })).Read<OwnShopAnswer>();

        var confirmed = await Task.WhenAll(Post(first, domain), Post(second, domain));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], confirmed.Select(answer => answer.StatusCode).Order());
        await confirmed.Single(answer => answer.StatusCode != HttpStatusCode.OK).AssertProblem(HttpStatusCode.Conflict, "custom_domain_taken");
    }

    [Fact]
    public async Task ConfirmDomain_AnotherOneOrNotTheOperator_IsRefused()
    {
        var market = await Open("tenant");
        var domain = $"shop-{market.RealmId}.example";
        await (await Service.As(market.Seller()).Brand(new { customDomain = domain })).Read<OwnShopAnswer>();

        await (await Post(market, "other.example")).AssertProblem(HttpStatusCode.Conflict, "custom_domain_changed");
        await (await Service.As(market.Seller(Role.SuperAdmin)).PostAsJsonAsync(Path(market), new { domain })).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await (await Service.As(market.Operator() with { RealmId = Guid.CreateVersion7() }).PostAsJsonAsync(Path(market), new { domain })).AssertProblem(HttpStatusCode.NotFound, "not_found");
        var waiting = await (await Service.As(market.Operator()).GetAsync($"{ShopAnswers.Root}/custom-domains?waiting=true")).Read<PageAnswer<CustomDomainAnswer>>();
        Assert.Equal((market.SellerId, domain, null), waiting.Items.Select(item => (item.ShopId, item.Domain, item.ConfirmedAt)).Single());

        // Another domain has to be confirmed anew.
        await Confirm(market, domain);
        var moved = await (await Service.As(market.Seller()).Brand(new { customDomain = $"new-{market.RealmId}.example" })).Read<OwnShopAnswer>();
        Assert.False(moved.IsCustomDomainInEffect);
    }

    [Fact]
    public async Task Logo_PutReplacedAndDeleted_IsServedToEverybodyAsThePictureItIs()
    {
        var market = await Open("free");
        var owner = Service.As(market.Seller());
        using var anybody = Service.Anonymous();

        var url = (await (await owner.PutLogo(ShopAnswers.Png())).Read<OwnShopAnswer>()).LogoUrl!;
        using var shown = await anybody.GetAsync(url);

        Assert.Equal(ShopAnswers.Png(), await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", shown.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("immutable", shown.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(url, (await anybody.Resolved($"realm={market.RealmId}&alias={Alias(market)}")).LogoUrl);

        using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { shown.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await anybody.SendAsync(again)).StatusCode);

        var other = (await (await owner.PutLogo(ShopAnswers.Png(tail: 1))).Read<OwnShopAnswer>()).LogoUrl!;
        Assert.NotEqual(url, other);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(url)).StatusCode);

        Assert.Null((await (await owner.DeleteAsync($"{ShopAnswers.Root}/shop/logo")).Read<OwnShopAnswer>()).LogoUrl);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(other)).StatusCode);
        Assert.Equal(0, await Service.CountAsync($"SELECT count(*) FROM shop_logo_chunk WHERE shop_id = '{market.SellerId}'"));
    }

    [Fact]
    public async Task Logo_WhatIsNoPictureOrTooLarge_IsRefused()
    {
        var market = await Open("free");
        var owner = Service.As(market.Seller());

        await (await owner.PutLogo("<svg onload='alert(1)'/>"u8.ToArray())).AssertProblem(HttpStatusCode.UnprocessableEntity, "logo_type_not_allowed");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await owner.PutLogo([.. ShopAnswers.Png(), .. new byte[512 * 1024]])).StatusCode);
        Assert.Null((await owner.OwnShop()).LogoUrl);
    }

    [Fact]
    [Trait("Checklist", "S24")]
    public async Task Entrance_EachPlan_LeadsToThePlansOrToOnesOwnShop()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var parent = Guid.CreateVersion7();
        var connection = Guid.CreateVersion7();
        await market.OrganizationAsync(market.SellerId, "Northwind", "basic", null, parent, version: 2);
        await market.ConnectionAsync(connection, parent, market.SellerId, "partner");
        var partner = Service.As(market.Seller(Role.Viewer));

        var basic = await partner.Entrance();
        Assert.Equal(("plans", connection, $"{ShopAnswers.Root}/plan-offers?connectionId={connection}"), (basic.Kind, basic.ConnectionId, basic.PlansUrl));

        foreach (var (plan, version) in new[] { ("free", 3), ("standard", 4) })
        {
            await market.OrganizationAsync(market.SellerId, "Northwind", plan, Alias(market), parent, version);
            var own = await partner.Entrance();
            Assert.Equal(("administration", market.SellerId), (own.Kind, own.ShopId));
            Assert.EndsWith($"/{Alias(market)}", own.Address, StringComparison.Ordinal);
        }

        Assert.Equal(new EntranceAnswer("none", null, null, null, null), await Service.As(market.Buyer()).Entrance());
    }

    [Fact]
    [Trait("Checklist", "S23")]
    public async Task OneSignIn_EveryShopThatThePersonBuysAtOrRuns_TakesIt()
    {
        var market = await Open("standard");
        var distributor = Guid.CreateVersion7();
        var connection = Guid.CreateVersion7();
        await market.OrganizationAsync(distributor, "Disti", "tenant", $"disti-{market.RealmId.ToString()[..8]}");
        await market.ConnectionAsync(connection, distributor, market.SellerId, "partner");

        // The same token at the distributor's shop and in the administration of the reseller's own.
        var person = Service.As(market.Seller());
        var visible = await person.VisibleShops();
        var own = await person.OwnShop();

        var shop = Assert.Single(visible.Items);
        Assert.Equal((connection, distributor, market.RealmId.ToString()), (shop.ConnectionId, shop.Shop.Id, shop.Shop.Realm));
        Assert.Equal((market.SellerId, true), (own.Id, own.IsOpen));
        Assert.Equal(shop.Shop.Realm, (await Service.Anonymous().Resolved($"realm={market.RealmId}&alias={own.Alias}")).Realm);
        Assert.Empty((await Service.As(market.Caller(Guid.CreateVersion7(), OrganizationKind.Customer)).VisibleShops()).Items);
    }

    [Fact]
    public async Task Resolve_RealmAndHostOrNeither_IsRefused()
    {
        using var anybody = Service.Anonymous();

        await (await anybody.ResolveShop("alias=northwind")).AssertProblem(HttpStatusCode.BadRequest, "realm_or_host");
        await (await anybody.ResolveShop("realm=live&host=a.example")).AssertProblem(HttpStatusCode.BadRequest, "realm_or_host");
        await (await anybody.ResolveShop("realm=nonsense&alias=northwind")).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await (await anybody.ResolveShop("host=a.example&alias=..%2f..%2f")).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    /// <summary>Found twice is found in Redis; what is kept there never outlives a change, and without Redis the answer is the same.</summary>
    [Fact]
    public async Task Resolve_FromRedis_IsForgottenWithTheChange()
    {
        var market = await Open("standard");
        var cache = Service.Services.GetRequiredService<ShopCache>();
        var key = $"{market.RealmId}||{Alias(market)}";
        await Eventually.Async(
            async () =>
            {
                await Found(market, Alias(market));
                return (await cache.Find(key))?.Json is { Length: > 0 };
            },
            because: "the shop should be kept in Redis");
        var epoch = (await cache.Find(key))!.Epoch;

        await (await Service.As(market.Seller()).Brand(new { name = "Renamed" })).Read<OwnShopAnswer>();

        await Finds(market, Alias(market), $"Renamed at {Alias(market)}");
        // Somebody who read before the change and keeps it only now is too late.
        await cache.Keep(epoch, key, "{}");
        await Finds(market, Alias(market), $"Renamed at {Alias(market)}");
    }

    [Fact]
    public async Task Resolve_ManyNamesThatNobodyHas_AreNotAllKept()
    {
        var cache = Service.Services.GetRequiredService<ShopCache>();
        await Eventually.Async(async () => await cache.Find("any") is not null, because: "Redis should answer");
        var epoch = (await cache.Find("any"))!.Epoch;
        var run = Guid.NewGuid();
        for (var i = 0; i <= ShopCache.MostNegatives; i++)
        {
            await cache.Keep(epoch, $"{run}-{i}", null);
        }

        Assert.Null((await cache.Find($"{run}-{ShopCache.MostNegatives}"))?.Json);
    }

    private static string Alias(Market market) => $"northwind-{market.RealmId.ToString()[..8]}";

    private async Task<Market> Open(string plan)
    {
        var market = await Market.OpenAsync(storefront, "basic");
        await market.OrganizationAsync(market.SellerId, "Northwind", plan, Alias(market), market.OperatorId, version: 2);
        return market;
    }

    /// <summary>As soon as what was looked up before is forgotten.</summary>
    private Task Finds(Market market, string alias, string expected) => Eventually.Async(
        async () => await Found(market, alias) == expected, because: $"looking up {alias} should find {expected}");

    private async Task<string> Found(Market market, string alias)
    {
        using var answer = await Service.Anonymous().ResolveShop($"realm={market.RealmId}&alias={alias}");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return "nothing";
        }

        var shop = await answer.Read<ShopAnswer>();
        return $"{shop.Name} at {shop.Alias}";
    }

    private static string Path(Market market) => $"{ShopAnswers.Root}/shops/{market.SellerId}/confirm-custom-domain";

    private Task<HttpResponseMessage> Post(Market market, string domain) => Service.As(market.Operator()).PostAsJsonAsync(Path(market), new { domain });

    private async Task Confirm(Market market, string domain) => Assert.Equal(HttpStatusCode.OK, (await Post(market, domain)).StatusCode);
}
