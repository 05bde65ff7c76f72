using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <summary>
/// The installation's signing keys as this process knows them. The table is read again after a few seconds, and a new key signs only when it is
/// older than that: by then every replica publishes it, so no token is ever signed with a key that the next replica does not know.
/// </summary>
internal sealed class SigningKeyRing(IServiceScopeFactory scopes, KeyEncryption encryption, TimeProvider wallClock) : ISigningKeySource, IDisposable
{
    /// <summary>How old this process's knowledge may be.</summary>
    private static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(5);

    /// <summary>From a key's making to its first signature.</summary>
    public static readonly TimeSpan Introduction = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim reading = new(1);
    private volatile Known known = new(FrozenDictionary<string, RingKey>.Empty, DateTimeOffset.MinValue);

    /// <summary>The key that signs now.</summary>
    /// <exception cref="InvalidOperationException">The installation has no key: the first start makes one.</exception>
    public async ValueTask<ECDsaSecurityKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var keys = await KeysAsync(cancellationToken);
        var current = keys.Values.Where(key => key.SignsFrom <= now).MaxBy(key => key.SignsFrom)
            ?? throw new InvalidOperationException("There is no signing key.");
        return current.Key;
    }

    /// <summary>The public halves of all keys whose tokens may still be valid, and of the one that will sign next.</summary>
    public async ValueTask<IReadOnlyList<ECDsaSecurityKey>> PublishedAsync(CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var keys = await KeysAsync(cancellationToken);
        return [.. keys.Values.Where(key => key.IsPublished(now)).OrderBy(key => key.SignsFrom).Select(key => key.Key)];
    }

    public async ValueTask<SecurityKey?> Find(string keyId, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(cancellationToken);
        return keys.TryGetValue(keyId, out var key) && key.IsPublished(wallClock.GetUtcNow()) ? key.Key : null;
    }

    /// <summary>Makes the next read come from the table.</summary>
    public void Forget() => known = known with { ReadAt = DateTimeOffset.MinValue };

    public void Dispose() => reading.Dispose();

    private async ValueTask<FrozenDictionary<string, RingKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var seen = known;
        if (wallClock.GetUtcNow() - seen.ReadAt < LongestUse)
        {
            return seen.Keys;
        }

        await reading.WaitAsync(cancellationToken);
        try
        {
            if (known == seen)
            {
                known = new Known(await ReadAsync(seen.Keys, cancellationToken), wallClock.GetUtcNow());
            }

            return known.Keys;
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<FrozenDictionary<string, RingKey>> ReadAsync(FrozenDictionary<string, RingKey> before, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterInstallation();
        var rows = await scope.ServiceProvider.GetRequiredService<OrgsDb>().SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
        return rows.ToFrozenDictionary(
            row => row.Id,
            row => new RingKey(before.TryGetValue(row.Id, out var kept) ? kept.Key : Import(row), row.SignsFrom, row.PublishedUntil),
            StringComparer.Ordinal);
    }

    private ECDsaSecurityKey Import(SigningKey row)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(encryption.Open(row.PrivateKey), out _);
        return new ECDsaSecurityKey(key) { KeyId = row.Id };
    }

    private sealed record Known(FrozenDictionary<string, RingKey> Keys, DateTimeOffset ReadAt);

    private sealed record RingKey(ECDsaSecurityKey Key, DateTimeOffset SignsFrom, DateTimeOffset? PublishedUntil)
    {
        public bool IsPublished(DateTimeOffset now) => PublishedUntil is null || now < PublishedUntil;
    }
}
