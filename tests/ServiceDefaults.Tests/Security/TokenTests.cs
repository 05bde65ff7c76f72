using System.Net;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;
using ServiceDefaults.Tests.Web;
using Testing;

namespace ServiceDefaults.Tests.Security;

public sealed class TokenTests(Shelf shelf)
{
    private readonly Caller _caller = TestTokens.AnyCaller(Role.Support, OrganizationKind.Partner);

    [Fact]
    public async Task Call_ValidToken_IsItsCaller()
    {
        using var client = shelf.Client(_caller);
        using var response = await client.GetAsync("whoami");
        var seen = await response.Json();
        Assert.Equal(_caller.PersonId, seen.GetProperty("personId").GetGuid());
        Assert.Equal(_caller.OrganizationId, seen.GetProperty("organizationId").GetGuid());
        Assert.Equal(_caller.RealmId, seen.GetProperty("realmId").GetGuid());
        Assert.Equal(_caller.SessionId, seen.GetProperty("sessionId").GetGuid());
        Assert.Equal("partner", seen.GetProperty("kind").GetString());
        Assert.Equal("support", seen.GetProperty("role").GetString());
        Assert.True(seen.GetProperty("isLiveRealm").GetBoolean());
        Assert.False(seen.GetProperty("isSuspended").GetBoolean());
    }

    [Fact]
    public async Task Call_NoToken_Is401()
    {
        using var client = shelf.Client();
        using var response = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("unauthenticated", await response.Code());
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    public static TheoryData<string> WrongTokens => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task Call_WrongToken_Is401(string what)
    {
        using var client = shelf.Client(shelf.Tokens.Of(_caller, change: Wrong[what]));
        using var response = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("unauthenticated", await response.Code());
    }

    [Fact]
    public async Task Call_TokenChangedAfterSigning_Is401()
    {
        var parts = shelf.Tokens.Of(_caller).Split('.');
        var other = shelf.Tokens.Of(_caller with { Role = Role.SuperAdmin }).Split('.');
        using var client = shelf.Client($"{parts[0]}.{other[1]}.{parts[2]}");
        using var response = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Call_NoTokenAtAll_Is401(string token)
    {
        using var client = shelf.Client(token);
        using var response = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Call_ExpiredToken_Is401()
    {
        using var client = shelf.Client(shelf.Tokens.Of(_caller, DateTimeOffset.UtcNow.AddMinutes(-1)));
        using var response = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Wrong = new(StringComparer.Ordinal)
    {
        ["issuer"] = token => token.Issuer = "http://somebody.example",
        ["audience"] = token => token.Audience = "somebody else",
        ["type"] = token => token.TokenType = "JWT",
        ["unsigned"] = token => token.SigningCredentials = null,
        ["symmetric"] = token => token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[64]) { KeyId = token.SigningCredentials.Key.KeyId }, SecurityAlgorithms.HmacSha256),
        ["strange key"] = token => token.SigningCredentials = new SigningCredentials(Strange("never published"), SecurityAlgorithms.EcdsaSha256),
        ["strange key under a known id"] = token => token.SigningCredentials = new SigningCredentials(Strange(token.SigningCredentials.Key.KeyId), SecurityAlgorithms.EcdsaSha256),
        ["no role"] = token => token.Claims.Remove(TokenClaims.Role),
        ["unknown role"] = token => token.Claims[TokenClaims.Role] = "owner",
        ["role as a number"] = token => token.Claims[TokenClaims.Role] = "5",
        ["no organisation"] = token => token.Claims.Remove(TokenClaims.Organization),
        ["organisation that is no id"] = token => token.Claims[TokenClaims.Organization] = "all",
        ["no session"] = token => token.Claims.Remove(TokenClaims.Session),
        ["not yet"] = token => token.NotBefore = DateTime.UtcNow.AddMinutes(2),
    };

    private static ECDsaSecurityKey Strange(string keyId) =>
        new(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)) { KeyId = keyId };
}
