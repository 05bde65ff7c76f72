using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Orgs.Api.Tests;

public sealed class SignInTests(OrgsService service)
{
    private const int FailuresThatLock = 5;

    [Fact]
    public async Task SignIn_LiveOperator_GetsATokenWithItsClaims()
    {
        var client = await service.LiveOperatorAsync();

        var token = new JsonWebToken(client.Tokens.Text("accessToken"));
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal(OrgsService.Issuer, token.Issuer);
        Assert.Equal("platform", Assert.Single(token.Audiences));
        Assert.Equal(client.PersonId, token.Subject);
        Assert.Equal("operator", token.GetClaim("org_kind").Value);
        Assert.Equal("superAdmin", token.GetClaim("role").Value);
        Assert.Equal("true", token.GetClaim("live").Value);
        Assert.Equal(TimeSpan.FromMinutes(5), token.ValidTo - token.ValidFrom);
        Assert.Equal(300, client.Tokens.GetProperty("expiresIn").GetInt32());
        var me = await client.GetAsync("me");
        Assert.Equal("org:operator", me.GetProperty("person").Text("namespace"));
    }

    [Fact]
    public async Task SignIn_WrongPasswordAndUnknownAddress_GetTheSameAnswer()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var wrongPassword = await FailAsync(partner.AdminEmail, world.Realm, 401);
        var unknownAddress = await FailAsync(Names.Email("nobody"), world.Realm, 401);
        var unknownRealm = await FailAsync(partner.AdminEmail, "no-such-realm", 401);

        Assert.Equal("sign_in_failed", wrongPassword.Text("code"));
        Assert.Equal(WithoutTrace(wrongPassword), WithoutTrace(unknownAddress));
        Assert.Equal(WithoutTrace(wrongPassword), WithoutTrace(unknownRealm));
    }

    [Fact]
    public async Task SignIn_TooManyFailures_LocksEvenForTheRightPassword()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        for (var i = 1; i < FailuresThatLock; i++)
        {
            await FailAsync(partner.AdminEmail, world.Realm, 401);
        }

        await FailAsync(partner.AdminEmail, world.Realm, 429);

        using var response = await service.Anonymous().RawAsync(
            HttpMethod.Post, "sign-in", new { email = partner.AdminEmail, password = Names.Password, realm = world.Realm });
        Assert.Equal(429, (int)response.StatusCode);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("account_locked", JsonElement.Parse(await response.Content.ReadAsStringAsync()).Text("code"));
    }

    [Fact]
    public async Task SignIn_TooManyFailuresOfAnAddressNobodyHas_LocksJustTheSame()
    {
        var world = await service.SandboxAsync();
        var nobody = Names.Email("nobody");
        for (var i = 1; i < FailuresThatLock; i++)
        {
            await FailAsync(nobody, world.Realm, 401);
        }

        Assert.Equal("account_locked", (await FailAsync(nobody, world.Realm, 429)).Text("code"));
    }

    [Fact]
    public async Task SignIn_AfterTheLock_StartsToCountAnew()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        for (var i = 0; i < FailuresThatLock; i++)
        {
            await FailAsync(partner.AdminEmail, world.Realm, i < FailuresThatLock - 1 ? 401 : 429);
        }

        // The lock runs on the wall clock, which a test cannot move: its row is made older instead.
        await using var age = service.Database.CreateCommand(
            $"UPDATE sign_in_failures SET last_at = last_at - interval '16 minutes', locked_until = locked_until - interval '16 minutes' WHERE email = '{partner.AdminEmail}'");
        Assert.Equal(1, await age.ExecuteNonQueryAsync());

        await FailAsync(partner.AdminEmail, world.Realm, 401);
        await world.SignInAsync(partner.AdminEmail);
    }

    [Fact]
    public async Task SignIn_ManyWrongGuessesAtOnce_LetNoMoreThanTheLimitBeCounted()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var guesses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => service.Anonymous().RawAsync(
            HttpMethod.Post, "sign-in", new { email = partner.AdminEmail, password = "a wrong guess", realm = world.Realm })));

        Assert.Equal(FailuresThatLock - 1, guesses.Count(guess => (int)guess.StatusCode == 401));
        Assert.Equal(12 - FailuresThatLock + 1, guesses.Count(guess => (int)guess.StatusCode == 429));
        foreach (var guess in guesses)
        {
            guess.Dispose();
        }
    }

    [Fact]
    public async Task SignIn_SameAddressInTwoRealms_AreTwoIdentities()
    {
        var first = await service.SandboxAsync();
        var second = await service.NewSandboxAsync();
        var email = Names.Email("twice");
        var inFirst = await first.MemberAsync(first.Operator, "viewer", email);
        var inSecond = await second.MemberAsync(second.Operator, "viewer", email);

        Assert.NotEqual(inFirst.PersonId, inSecond.PersonId);
        Assert.Equal(first.RealmId, inFirst.Tokens.Text("realmId"));
        Assert.Equal(second.RealmId, inSecond.Tokens.Text("realmId"));
    }

    [Fact]
    public async Task SignIn_ForAnOrganizationOneIsNoMemberOf_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var code = await service.Anonymous().RefusedPostAsync(
            "sign-in",
            new { email = partner.AdminEmail, password = Names.Password, realm = world.Realm, organizationId = world.Operator.OrganizationId },
            403);

        Assert.Equal("no_membership", code);
    }

    [Fact]
    public async Task SignIn_MissingAndUnknownMembers_AreRefused()
    {
        Assert.Equal("unknown_field", await service.Anonymous().RefusedPostAsync("sign-in", new { email = "a@b.test", password = "x", realm = "live", admin = true }, 400));
        using var response = await service.Anonymous().RawAsync(HttpMethod.Post, "sign-in", new { email = "a@b.test" });
        Assert.Equal(400, (int)response.StatusCode);
    }

    private Task<JsonElement> FailAsync(string email, string realm, int expected) =>
        service.Anonymous().PostAsync("sign-in", new { email, password = "not the password", realm }, expected);

    private static string WithoutTrace(JsonElement problem) => $"{problem.Text("code")} {problem.Text("detail")} {problem.GetProperty("status")}";
}
