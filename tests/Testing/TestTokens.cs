using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>An issuer of access tokens for any caller, which publishes its keys at a real address as Orgs does.</summary>
public sealed class TestTokens : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ECDsaSecurityKey> _published = [];
    private ECDsaSecurityKey _signing;

    private TestTokens(WebApplication app)
    {
        _app = app;
        _signing = NewKey();
        _published.Add(_signing);
    }

    public string Issuer { get; private set; } = "";
    public string Metadata => $"{Issuer}/.well-known/openid-configuration";

    /// <summary>How often the keys were asked for.</summary>
    public int KeyReads { get; private set; }

    /// <summary>What a service has to be configured with to accept these tokens.</summary>
    public Dictionary<string, string?> Configuration => new(StringComparer.Ordinal) { ["Auth:Issuer"] = Issuer, ["Auth:Metadata"] = Metadata };

    public static async Task<TestTokens> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var tokens = new TestTokens(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = tokens.Issuer, jwks_uri = $"{tokens.Issuer}/keys" }));
        app.MapGet("/keys", tokens.Publish);
        await app.StartAsync();
        tokens.Issuer = app.Urls.Single();
        return tokens;
    }

    /// <summary>Signs with a new key from now on; the old one stays published.</summary>
    public void Rotate()
    {
        _signing = NewKey();
        lock (_published)
            _published.Add(_signing);
    }

    /// <summary>Takes every key but the present one out of what is published.</summary>
    public void WithdrawOldKeys()
    {
        lock (_published)
            _published.RemoveAll(key => key != _signing);
    }

    /// <summary>The issuer goes away; tokens can still be made.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <param name="expires">Five minutes from now if left out.</param>
    /// <param name="change">Changes the token before it is signed, to make a wrong one.</param>
    public string Of(Caller caller, DateTimeOffset? expires = null, Action<SecurityTokenDescriptor>? change = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = DateTimeOffset.UtcNow;
        var end = expires ?? now.AddMinutes(5);
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            IssuedAt = now.UtcDateTime,
            NotBefore = (end < now ? end.AddMinutes(-5) : now).UtcDateTime,
            Expires = end.UtcDateTime,
            SigningCredentials = new SigningCredentials(_signing, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [TokenClaims.Person] = caller.PersonId.ToString(),
                [TokenClaims.Organization] = caller.OrganizationId.ToString(),
                [TokenClaims.OrganizationKind] = JsonNamingPolicy.CamelCase.ConvertName(caller.Kind.ToString()),
                [TokenClaims.Role] = JsonNamingPolicy.CamelCase.ConvertName(caller.Role.ToString()),
                [TokenClaims.Realm] = caller.RealmId.ToString(),
                [TokenClaims.Live] = caller.IsLiveRealm ? "true" : "false",
                [TokenClaims.Session] = caller.SessionId.ToString(),
                [TokenClaims.Suspended] = caller.IsSuspended ? "true" : "false",
                ["jti"] = Guid.NewGuid().ToString(),
            },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>A caller nobody else shares anything with; <c>with</c> changes what matters to a test.</summary>
    public static Caller AnyCaller(Role role = Role.Admin, OrganizationKind kind = OrganizationKind.Customer) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), kind, role, Guid.CreateVersion7(), IsLiveRealm: true, Guid.CreateVersion7(), IsSuspended: false);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in _published)
            key.ECDsa.Dispose();
    }

    private IResult Publish()
    {
        KeyReads++;
        lock (_published)
        {
            return Results.Json(new
            {
                keys = _published.Select(key =>
                {
                    var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
                    return new
                    {
                        kty = "EC",
                        crv = "P-256",
                        use = "sig",
                        alg = "ES256",
                        kid = key.KeyId,
                        x = Base64UrlEncoder.Encode(point.X!),
                        y = Base64UrlEncoder.Encode(point.Y!),
                    };
                }).ToList(),
            });
        }
    }

    private static ECDsaSecurityKey NewKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") };
}
