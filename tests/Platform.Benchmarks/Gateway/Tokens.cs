using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Platform.Benchmarks.Gateway;

/// <summary>Access tokens as Orgs signs them, by a key of this run.</summary>
public sealed class Tokens : IDisposable
{
    public const string Issuer = "http://bench.test";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsaSecurityKey signing;

    public Tokens() => signing = new ECDsaSecurityKey(key) { KeyId = "bench" };

    public string Jwks
    {
        get
        {
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"bench","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
        }
    }

    /// <summary>A token of a person and an organisation of its own.</summary>
    public string Create() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = TokenClaims.Audience,
        TokenType = TokenClaims.TokenType,
        Expires = DateTime.UtcNow.AddMinutes(30),
        SigningCredentials = new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [TokenClaims.Person] = Guid.CreateVersion7().ToString(),
            [TokenClaims.Organization] = Guid.CreateVersion7().ToString(),
            [TokenClaims.OrganizationKind] = "partner",
            [TokenClaims.Role] = "admin",
            [TokenClaims.Realm] = Guid.CreateVersion7().ToString(),
            [TokenClaims.Session] = Guid.CreateVersion7().ToString(),
            ["jti"] = Guid.CreateVersion7().ToString(),
        },
    });

    public void Dispose() => key.Dispose();
}
