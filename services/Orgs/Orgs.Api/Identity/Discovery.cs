using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;

namespace Orgs.Api.Identity;

/// <summary>The part of the OIDC discovery document that there is something to say in.</summary>
internal sealed record DiscoveryView(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypes,
    [property: JsonPropertyName("subject_types_supported")] IReadOnlyList<string> SubjectTypes,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> SigningAlgorithms);

/// <summary>One public key (RFC 7517).</summary>
internal sealed record JsonWebKeyView(
    [property: JsonPropertyName("kty")] string KeyType,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("kid")] string Id,
    [property: JsonPropertyName("crv")] string Curve,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y);

internal sealed record JsonWebKeySetView([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKeyView> Keys);

internal static class Discovery
{
    public static Ok<DiscoveryView> Document(IConfiguration configuration)
    {
        var issuer = configuration["Auth:Issuer"] ?? throw new InvalidOperationException("Auth:Issuer, the public address, is not configured.");
        var root = issuer.TrimEnd('/');
        return TypedResults.Ok(new DiscoveryView(
            issuer, $"{root}/.well-known/jwks.json", $"{root}{OrgsEndpoints.Root}/refresh", ["none"], ["public"], [SecurityAlgorithms.EcdsaSha256]));
    }

    public static async Task<Ok<JsonWebKeySetView>> Keys(SigningKeyRing keys, HttpContext http, CancellationToken cancellationToken)
    {
        // Short enough for a rotation to be seen before the new key signs.
        http.Response.Headers.CacheControl = "public, max-age=5";
        var published = await keys.PublishedAsync(cancellationToken);
        return TypedResults.Ok(new JsonWebKeySetView([.. published.Select(View)]));
    }

    private static JsonWebKeyView View(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKeyView(
            "EC", "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256", Base64UrlEncoder.Encode(point.X!), Base64UrlEncoder.Encode(point.Y!));
    }
}
