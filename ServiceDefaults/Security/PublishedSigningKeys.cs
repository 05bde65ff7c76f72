using System.Collections.Frozen;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>
/// The issuer's published keys (OIDC discovery, JWKS). An unknown key id makes it look again, so that a rotation signs nobody out;
/// not more often than once a second, so that made-up key ids cost the issuer nothing. Keys it has known stay usable while the issuer is down.
/// </summary>
internal sealed partial class PublishedSigningKeys(
    IHttpClientFactory clients, IConfiguration configuration, TimeProvider time, ILogger<PublishedSigningKeys> logger) : ISigningKeySource, IDisposable
{
    public const string ClientName = "signing-keys";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>A withdrawn key is forgotten after this long at the latest.</summary>
    private static readonly TimeSpan LongestUse = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim refreshing = new(1);
    private volatile KeySet current = new(FrozenDictionary<string, SecurityKey>.Empty, DateTimeOffset.MinValue);
    private DateTimeOffset lastAttempt = DateTimeOffset.MinValue;

    public async ValueTask<SecurityKey?> Find(string keyId, CancellationToken cancellationToken)
    {
        var seen = current;
        if (seen.Keys.TryGetValue(keyId, out var key) && time.GetUtcNow() - seen.ReadAt < LongestUse)
        {
            return key;
        }

        await refreshing.WaitAsync(cancellationToken);
        try
        {
            if (current == seen && time.GetUtcNow() - lastAttempt >= ShortestPause)
            {
                lastAttempt = time.GetUtcNow();
                current = await Read(cancellationToken) ?? current;
            }
        }
        finally
        {
            refreshing.Release();
        }

        return current.Keys.GetValueOrDefault(keyId);
    }

    public void Dispose() => refreshing.Dispose();

    private async Task<KeySet?> Read(CancellationToken cancellationToken)
    {
        var address = configuration["Auth:Metadata"] ?? throw new InvalidOperationException("Auth:Metadata, the address of the discovery document, is not configured.");
        try
        {
            using var client = clients.CreateClient(ClientName);
            client.Timeout = TimeSpan.FromSeconds(5);
            var discovery = await client.GetFromJsonAsync<Discovery>(address, cancellationToken);
            var json = await client.GetStringAsync(discovery!.JwksUri, cancellationToken);
            var keys = new JsonWebKeySet(json).Keys.Where(key => key.KeyId is not null).ToFrozenDictionary(key => key.KeyId, SecurityKey (key) => key, StringComparer.Ordinal);
            return new KeySet(keys, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            LogUnreadable(logger, exception, address);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The signing keys at {Address} cannot be read; known keys stay in use")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string address);

    private sealed record KeySet(FrozenDictionary<string, SecurityKey> Keys, DateTimeOffset ReadAt);

    private sealed record Discovery([property: JsonPropertyName("jwks_uri")] Uri JwksUri);
}
