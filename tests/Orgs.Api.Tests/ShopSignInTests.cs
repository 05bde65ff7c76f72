using System.Text.Json;
using ServiceDefaults.Messaging;
using Storefront.Contracts.V1;

namespace Orgs.Api.Tests;

/// <summary>Signing in at the address of a shop: one identity on every shop, and nothing told to who has no business there.</summary>
[Trait("Checklist", "S23")]
public sealed class ShopSignInTests(OrgsService service)
{
    private const int FailuresThatLock = 5;

    [Fact]
    public async Task SignIn_AtTheSellersAddress_ActsForTheBuyerOnItsConnection()
    {
        var (world, partner, customer) = await TradingAsync();
        var address = await OpenAsync(world, partner.Id);

        foreach (var spelled in new[] { address, address + "/", address["https://".Length..], address.Replace("shops", "SHOPS", StringComparison.Ordinal), address + "?from=mail" })
        {
            var tokens = await SignInAsync(customer.AdminEmail, spelled);
            Assert.Equal((customer.Id, partner.Id, customer.ConnectionId), (tokens.Text("organizationId"), tokens.GetProperty("shop").Text("sellerId"), tokens.GetProperty("shop").Text("connectionId")));
        }

        Assert.Equal(JsonValueKind.Null, customer.Admin.Tokens.GetProperty("shop").ValueKind);
    }

    [Fact]
    [Trait("Checklist", "S24")]
    public async Task SignIn_ResellerAtItsParentsShopAndAtItsOwn_IsBuyerThereAndSellerHere()
    {
        var (world, partner, _) = await TradingAsync();
        var parents = await OpenAsync(world, world.Operator.OrganizationId);
        var own = await OpenAsync(world, partner.Id);

        var there = await SignInAsync(partner.AdminEmail, parents);
        var here = await SignInAsync(partner.AdminEmail, own);

        Assert.Equal((partner.Id, partner.ConnectionId), (there.Text("organizationId"), there.GetProperty("shop").Text("connectionId")));
        Assert.Equal((partner.Id, JsonValueKind.Null), (here.Text("organizationId"), here.GetProperty("shop").GetProperty("connectionId").ValueKind));
        Assert.Equal(there.GetProperty("person").Text("id"), here.GetProperty("person").Text("id"));
    }

    [Fact]
    public async Task SignIn_MemberOfSeveral_ActsForTheOneThatBuysThere()
    {
        var (world, partner, customer) = await TradingAsync();
        var address = await OpenAsync(world, partner.Id);
        var home = await world.CreateAsync(world.Operator, "customer");
        await customer.Admin.PostAsync("members", new { email = home.AdminEmail, @namespace = home.Namespace, role = "viewer", portalAccess = true }, 201);

        var tokens = await SignInAsync(home.AdminEmail, address);

        Assert.Equal(customer.Id, tokens.Text("organizationId"));
        Assert.Equal(2, tokens.GetProperty("memberships").GetArrayLength());
        Assert.Equal("no_membership", await service.Anonymous().RefusedPostAsync(
            "sign-in", new { email = home.AdminEmail, password = Names.Password, shop = address, organizationId = home.Id }, 403));
    }

    [Fact]
    public async Task SignIn_WithNoBusinessThere_FailsLikeAWrongPassword()
    {
        var (world, partner, customer) = await TradingAsync();
        var (_, rival, stranger) = await TradingAsync(world);
        var address = await OpenAsync(world, partner.Id);
        var closed = await OpenAsync(world, rival.Id);
        await TellAsync(world, new StorefrontClosed(ShopOf(rival.Id, closed, isOpen: false)), rival.Id, version: 2);
        // News from before the closing that comes late opens nothing.
        await TellAsync(world, new StorefrontChanged(ShopOf(rival.Id, closed, isOpen: true)), rival.Id, version: 1);

        var answers = new[]
        {
            await FailAsync(customer.AdminEmail, address, "not the password"),
            await FailAsync(Names.Email("nobody"), address),
            await FailAsync(stranger.AdminEmail, address),
            await FailAsync(stranger.AdminEmail, closed),
            await FailAsync(customer.AdminEmail, "https://nowhere.example.test/shop"),
            await FailAsync(customer.AdminEmail, "no address at all"),
        };

        Assert.Single(answers.Select(problem => $"{problem.Text("code")} {problem.Text("detail")}").Distinct(StringComparer.Ordinal));
        Assert.Equal("sign_in_failed", answers[0].Text("code"));
    }

    [Fact]
    public async Task SignIn_AtAStrangeShopAgainAndAgain_LocksLikeWrongPasswords()
    {
        var (world, partner, _) = await TradingAsync();
        var (_, _, stranger) = await TradingAsync(world);
        var address = await OpenAsync(world, partner.Id);

        for (var i = 1; i < FailuresThatLock; i++)
        {
            await FailAsync(stranger.AdminEmail, address);
        }

        await FailAsync(stranger.AdminEmail, address, expected: 429);
    }

    [Fact]
    public async Task SignInAndReset_RealmAndShopOrNeither_AreRefused()
    {
        foreach (var path in new[] { "sign-in", "password-resets" })
        {
            object both = path == "sign-in"
                ? new { email = "a@b.test", password = "x", realm = "live", shop = "https://shop.example.test" }
                : new { email = "a@b.test", realm = "live", shop = "https://shop.example.test" };
            object neither = path == "sign-in" ? new { email = "a@b.test", password = "x" } : new { email = "a@b.test" };
            Assert.Equal("realm_or_shop", await service.Anonymous().RefusedPostAsync(path, both, 400));
            Assert.Equal("realm_or_shop", await service.Anonymous().RefusedPostAsync(path, neither, 400));
        }
    }

    [Fact]
    public async Task PasswordReset_AtAShop_MailsTheLink()
    {
        var (world, partner, customer) = await TradingAsync();
        var address = await OpenAsync(world, partner.Id);

        await service.Anonymous().PostAsync("password-resets", new { email = customer.AdminEmail, shop = address }, 202);

        Assert.NotEmpty(await world.PasswordResetTokenAsync(customer.AdminEmail));
    }

    private Task<JsonElement> SignInAsync(string email, string shop) =>
        service.Anonymous().PostAsync("sign-in", new { email, password = Names.Password, shop }, 200);

    private Task<JsonElement> FailAsync(string email, string shop, string password = Names.Password, int expected = 401) =>
        service.Anonymous().PostAsync("sign-in", new { email, password, shop }, expected);

    private async Task<(World World, Child Partner, Child Customer)> TradingAsync(World? world = null)
    {
        world ??= await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        return (world, partner, await world.CreateAsync(partner.Admin, "customer"));
    }

    /// <summary>Storefront tells where a seller's shop stands.</summary>
    private async Task<string> OpenAsync(World world, string sellerId)
    {
        var address = $"https://shops.example.test/{Names.Unique("shop").Replace(' ', '-')}";
        await TellAsync(world, new StorefrontOpened(ShopOf(sellerId, address, isOpen: true)), sellerId, version: 1);
        return address;
    }

    private Task TellAsync<TEvent>(World world, TEvent fact, string sellerId, long version)
        where TEvent : class =>
        service.TellAsync(fact, new EventContext(Guid.CreateVersion7(), Guid.Parse(world.RealmId), Guid.Parse(sellerId), version, DateTimeOffset.UtcNow));

    private static Shop ShopOf(string sellerId, string address, bool isOpen) => new(Guid.Parse(sellerId), address[(address.LastIndexOf('/') + 1)..], "A shop", isOpen, address, null);
}
