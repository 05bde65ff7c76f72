using System.Net.Http.Headers;
using System.Text.Json;
using Testing;

namespace Orgs.Api.Tests;

public sealed class SessionTests(OrgsService service)
{
    [Fact]
    public async Task Refresh_CurrentToken_GivesNewTokensOfTheSameSession()
    {
        var partner = await PartnerAsync();
        var before = partner.Admin.Tokens;

        await partner.Admin.RefreshAsync();

        Assert.NotEqual(before.Text("refreshToken"), partner.Admin.RefreshToken);
        Assert.NotEqual(before.Text("accessToken"), partner.Admin.Tokens.Text("accessToken"));
        Assert.Equal(before.Text("sessionId"), partner.Admin.Tokens.Text("sessionId"));
        await partner.Admin.GetAsync("me");
    }

    [Fact]
    public async Task Refresh_TwiceAtOnce_GivesBothTheSameSuccessor()
    {
        var partner = await PartnerAsync();
        var token = partner.Admin.RefreshToken;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefreshAsync(token, 200)));

        var successor = Assert.Single(answers.Select(answer => answer.Text("refreshToken")).Distinct());
        Assert.NotEqual(token, successor);
        await RefreshAsync(successor, 200);
    }

    [Fact]
    public async Task Refresh_TokenUsedAgainLater_EndsTheWholeSession()
    {
        var partner = await PartnerAsync();
        var stolen = partner.Admin.RefreshToken;
        await partner.Admin.RefreshAsync();
        await AgeRotationAsync(partner.Admin);

        Assert.Equal("session_ended", (await RefreshAsync(stolen, 401)).Text("code"));

        Assert.Equal("session_ended", (await RefreshAsync(partner.Admin.RefreshToken, 401)).Text("code"));
        await IsDeniedAsync(partner.Admin);
        Assert.Equal("token_reused", await EndReasonAsync(partner.Admin));
    }

    [Fact]
    public async Task Refresh_TokenOfTwoRotationsAgo_EndsTheSessionAtOnce()
    {
        var partner = await PartnerAsync();
        var stolen = partner.Admin.RefreshToken;
        await partner.Admin.RefreshAsync();
        await partner.Admin.RefreshAsync();

        await RefreshAsync(stolen, 401);

        await RefreshAsync(partner.Admin.RefreshToken, 401);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Refresh_MadeUpToken_IsRefused(string token) => Assert.Equal("session_ended", (await RefreshAsync(token, 401)).Text("code"));

    [Fact]
    public async Task Refresh_ExpiredSession_IsRefused()
    {
        var partner = await PartnerAsync();
        await ExecuteAsync($"UPDATE sessions SET ends_at = now() WHERE id = '{partner.Admin.Tokens.Text("sessionId")}'");

        await RefreshAsync(partner.Admin.RefreshToken, 401);
    }

    [Fact]
    public async Task SignOut_Session_KillsBothTokens()
    {
        var partner = await PartnerAsync();

        await partner.Admin.PostAsync("sign-out", expected: 204);

        await RefreshAsync(partner.Admin.RefreshToken, 401);
        await IsDeniedAsync(partner.Admin);
    }

    [Fact]
    public async Task RevokeSession_OwnOther_KillsThatOneOnly()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var phone = await world.SignInAsync(partner.AdminEmail);
        var sessions = (await partner.Admin.GetAsync("sessions")).Items();
        Assert.Equal(2, sessions.Count);
        Assert.Equal(partner.Admin.Tokens.Text("sessionId"), Assert.Single(sessions, session => session.GetProperty("isCurrent").GetBoolean()).Text("id"));

        await partner.Admin.PostAsync($"sessions/{phone.Tokens.Text("sessionId")}/revoke", expected: 204);

        await IsDeniedAsync(phone);
        await RefreshAsync(phone.RefreshToken, 401);
        Assert.Single((await partner.Admin.GetAsync("sessions")).Items());
        await partner.Admin.RefreshAsync();
    }

    [Fact]
    public async Task RevokeSession_SomebodyElses_IsNotFound()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();

        Assert.Equal("not_found", await other.Admin.RefusedPostAsync($"sessions/{partner.Admin.Tokens.Text("sessionId")}/revoke", null, 404));

        await partner.Admin.RefreshAsync();
    }

    [Fact]
    public async Task ChangePassword_RightCurrentOne_SignsOutElsewhere()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var elsewhere = await world.SignInAsync(partner.AdminEmail);
        const string newPassword = "a much better password";

        Assert.Equal("sign_in_failed", await partner.Admin.RefusedPostAsync("password", new { currentPassword = "wrong", newPassword }, 401));
        Assert.Equal("password_length", await partner.Admin.RefusedPostAsync("password", new { currentPassword = Names.Password, newPassword = "short" }, 400));
        await partner.Admin.PostAsync("password", new { currentPassword = Names.Password, newPassword }, 204);

        await RefreshAsync(elsewhere.RefreshToken, 401);
        await partner.Admin.RefreshAsync();
        await world.SignInAsync(partner.AdminEmail, password: newPassword);
        Assert.Equal(
            "sign_in_failed",
            await service.Anonymous().RefusedPostAsync("sign-in", new { email = partner.AdminEmail, password = Names.Password, realm = world.Realm }, 401));
    }

    [Fact]
    public async Task PasswordReset_MailedLink_SetsThePasswordOnce()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        const string newPassword = "a much better password";
        await service.Anonymous().PostAsync("password-resets", new { email = Names.Email("nobody"), realm = world.Realm }, 202);
        await service.Anonymous().PostAsync("password-resets", new { email = partner.AdminEmail, realm = world.Realm }, 202);
        var token = await world.PasswordResetTokenAsync(partner.AdminEmail);
        await service.Anonymous().GetAsync($"password-resets/{token}");

        Assert.Equal("password_length", await service.Anonymous().RefusedPostAsync($"password-resets/{token}/complete", new { password = "short" }, 400));
        await service.Anonymous().PostAsync($"password-resets/{token}/complete", new { password = newPassword }, 204);

        Assert.Equal("not_found", await service.Anonymous().RefusedPostAsync($"password-resets/{token}/complete", new { password = newPassword }, 404));
        await service.Anonymous().GetAsync($"password-resets/{token}", 404);
        await RefreshAsync(partner.Admin.RefreshToken, 401);
        await world.SignInAsync(partner.AdminEmail, password: newPassword);
    }

    [Fact]
    public async Task PasswordReset_KnownOrUnknownAddress_AnswersAlike()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var answers = new List<string>();
        foreach (var email in new[] { partner.AdminEmail, Names.Email("nobody") })
        {
            using var answer = await service.Anonymous().RawAsync(HttpMethod.Post, "password-resets", new { email, realm = world.Realm });
            answers.Add($"{(int)answer.StatusCode} {string.Join(',', answer.Headers.Select(header => header.Key).Order())} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.StartsWith("202", answers[0]);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal("invalid_email", await service.Anonymous().RefusedPostAsync("password-resets", new { email = "nobody", realm = world.Realm }, 400));
        await world.PasswordResetTokenAsync(partner.AdminEmail);
    }

    [Fact]
    public async Task PasswordReset_AskedForAgainAndAgain_MailsOneLink()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        for (var i = 0; i < 3; i++)
        {
            await service.Anonymous().PostAsync("password-resets", new { email = partner.AdminEmail.ToUpperInvariant(), realm = world.Realm }, 202);
            await world.PasswordResetTokenAsync(partner.AdminEmail);
        }

        await using var command = service.Database.CreateCommand($"SELECT count(*) FROM password_resets WHERE person_id = '{partner.Admin.PersonId}'");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task PasswordReset_ExpiredLink_IsNotFound()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        await service.Anonymous().PostAsync("password-resets", new { email = partner.AdminEmail, realm = world.Realm }, 202);
        var token = await world.PasswordResetTokenAsync(partner.AdminEmail);
        await ExecuteAsync($"UPDATE password_resets SET expires_at = now() WHERE person_id = '{partner.Admin.PersonId}'");

        await service.Anonymous().RefusedPostAsync($"password-resets/{token}/complete", new { password = "a much better password" }, 404);
    }

    private async Task<Child> PartnerAsync() => await (await service.SandboxAsync()).PartnerAsync();

    private Task<JsonElement> RefreshAsync(string refreshToken, int expected) => service.Anonymous().PostAsync("refresh", new { refreshToken }, expected);

    /// <summary>The grace for two refreshes at once runs on the wall clock: the rotation is made older instead of waiting.</summary>
    private Task AgeRotationAsync(Client client) =>
        ExecuteAsync($"UPDATE sessions SET rotated_at = rotated_at - interval '11 seconds' WHERE id = '{client.Tokens.Text("sessionId")}'");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = service.Database.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<string?> EndReasonAsync(Client client)
    {
        await using var command = service.Database.CreateCommand($"SELECT end_reason FROM sessions WHERE id = '{client.Tokens.Text("sessionId")}'");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static Task IsDeniedAsync(Client client) => Eventually.Async(
        async () =>
        {
            using var response = await client.RawAsync(HttpMethod.Get, "me", body: null);
            return (int)response.StatusCode == 401;
        },
        because: "the access token of an ended session should be refused");
}
