using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>
/// Outcomes of token checks, by the token's hash. Bounded: two generations, the older of which is dropped when the younger is full,
/// so what is in use survives and nothing has to be swept.
/// </summary>
internal sealed class ValidatedTokens(TimeProvider time)
{
    private const int GenerationSize = 4096;

    private readonly Lock turning = new();
    private ConcurrentDictionary<TokenHash, Entry> younger = new();
    private ConcurrentDictionary<TokenHash, Entry> older = new();

    public TokenValidationResult? Find(ReadOnlySpan<char> token)
    {
        var hash = TokenHash.Of(token);
        if (!younger.TryGetValue(hash, out var entry))
        {
            if (!older.TryGetValue(hash, out entry))
            {
                return null;
            }

            Add(hash, entry);
        }

        return time.GetUtcNow() < entry.Expires ? entry.Result : null;
    }

    /// <summary>Only valid outcomes are kept: a stranger could fill the memory with invalid ones.</summary>
    public void Keep(string token, TokenValidationResult result, DateTimeOffset expires) => Add(TokenHash.Of(token), new Entry(result, expires));

    private void Add(TokenHash hash, Entry entry)
    {
        if (younger.Count >= GenerationSize)
        {
            lock (turning)
            {
                if (younger.Count >= GenerationSize)
                {
                    older = younger;
                    younger = new ConcurrentDictionary<TokenHash, Entry>();
                }
            }
        }

        younger[hash] = entry;
    }

    private sealed record Entry(TokenValidationResult Result, DateTimeOffset Expires);

    /// <summary>SHA-256 of the token, so that the cache is no list of credentials.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(MemoryMarshal.AsBytes(token), hash);
            var parts = MemoryMarshal.Cast<byte, ulong>(hash);
            return new TokenHash(parts[0], parts[1], parts[2], parts[3]);
        }
    }
}
