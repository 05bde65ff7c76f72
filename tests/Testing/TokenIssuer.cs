using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>Signs access tokens as Orgs does, with a key of its own: for tests of what stands before Orgs or beside it.</summary>
public sealed class TokenIssuer : IDisposable
{
    public const string Issuer = "http://issuer.test";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keyId;

    public TokenIssuer(string keyId = "test-key") => _keyId = keyId;

    /// <summary>The public key as an entry of a JWKS document.</summary>
    public string JsonWebKey
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return $$"""{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{_keyId}}","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}""";
        }
    }

    /// <summary>The discovery document of an issuer at <paramref name="address"/>, and the keys it points to.</summary>
    public static (string Discovery, string Jwks) Documents(Uri address, params TokenIssuer[] issuers) => (
        $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{new Uri(address, "/.well-known/jwks.json")}}"}""",
        $$"""{"keys":[{{string.Join(',', issuers.Select(issuer => issuer.JsonWebKey))}}]}""");

    /// <summary>A token of an admin of some partner; <paramref name="change"/> makes it another, or a wrong one.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            Expires = DateTime.UtcNow.AddMinutes(30),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.EcdsaSha256),
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
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public void Dispose() => _key.Dispose();
}
