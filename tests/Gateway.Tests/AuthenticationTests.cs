using System.Net;
using System.Text;
using Gateway.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;
using Testing;

namespace Gateway.Tests;

public sealed class AuthenticationTests(Platform platform) : IClassFixture<Platform>
{
    private const string Path = "/api/billing/v1/things";

    public static TheoryData<string> WrongTokens => ["other key", "other issuer", "other audience", "refresh token", "expired", "not yet valid", "no person", "changed claims", "unsigned", "parts of nonsense", "nonsense"];

    [Fact]
    public async Task Authenticate_ValidToken_ReachesTheService() =>
        Assert.Equal("billing", await platform.Gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync());

    [Fact]
    public async Task Authenticate_NoToken_Is401AndTellsTheScheme()
    {
        using var response = await platform.Gateway.GetAsync(Path);

        await response.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
    }

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task Authenticate_WrongToken_Is401AndReachesNobody(string what)
    {
        var path = "/api/tickets/v1/" + what.Replace(' ', '-');
        using var stranger = new TokenIssuer();
        var issuer = platform.Issuer;
        var token = what switch
        {
            "other key" => stranger.Token(),
            "other issuer" => issuer.Token(token => token.Issuer = "http://somebody.test"),
            "other audience" => issuer.Token(token => token.Audience = "shop"),
            "refresh token" => issuer.Token(token => token.TokenType = "rt+jwt"),
            "expired" => issuer.Token(token => token.Expires = DateTime.UtcNow.AddMinutes(-1)),
            "not yet valid" => issuer.Token(token => token.NotBefore = DateTime.UtcNow.AddMinutes(5)),
            "no person" => issuer.Token(token => token.Claims.Remove("sub")),
            "changed claims" => WithRole(issuer.Token(), "superAdmin"),
            "unsigned" => Unsigned(issuer.Token()),
            "parts of nonsense" => "a.b.c",
            _ => "nonsense",
        };

        using var response = await platform.Gateway.GetAsync(path, token);

        await response.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Contains("invalid_token", Assert.Single(response.Headers.WwwAuthenticate).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Backends["tickets"].Seen, request => request.Path == path);
    }

    [Fact]
    public async Task Authenticate_KeyPublishedLater_IsAccepted()
    {
        Assert.Equal("billing", await platform.Gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync());
        using var rotated = new TokenIssuer("rotated-key");
        platform.Publish(platform.Issuer, rotated);

        await Eventually.Async(
            async () => (await platform.Gateway.GetAsync(Path, rotated.Token())).StatusCode == HttpStatusCode.OK,
            because: "a key that the issuer publishes is accepted");
        Assert.Equal("billing", await platform.Gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync());
    }

    [Fact]
    public async Task Authenticate_TokenInUseExpires_IsRefused()
    {
        // The clock difference that is tolerated is 10 s: a token that is 8 s over is still good, and remembered.
        var token = platform.Issuer.Token(token => token.Expires = DateTime.UtcNow.AddSeconds(-8));
        Assert.Equal("billing", await platform.Gateway.GetAsync(Path, token).TextAsync());

        await Eventually.Async(
            async () => (await platform.Gateway.GetAsync(Path, token)).StatusCode == HttpStatusCode.Unauthorized,
            because: "a remembered token is refused once it has expired");
    }

    private static string WithRole(string token, string role)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"admin\"", $"\"{role}\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    private static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"at+jwt"}"""))}.{token.Split('.')[1]}.";
}
