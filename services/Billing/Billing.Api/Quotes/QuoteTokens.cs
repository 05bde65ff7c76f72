using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Api.Quotes;

/// <summary>
/// Tokens that say "this is what was quoted". They carry a digest of the lines and an expiry, signed; whoever commits with one is charged lines of that very
/// digest, or nothing.
/// </summary>
internal sealed class QuoteTokens(BillingDb db, NpgsqlDataSource database, Scope scope, RealmClock clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const byte Format = 1;
    private const int KeyBytes = 32;
    private const int ExpiryAt = 1;
    private const int DigestAt = ExpiryAt + sizeof(long);
    private const int SignatureAt = DigestAt + SHA256.HashSizeInBytes;
    private const int Length = SignatureAt + HMACSHA256.HashSizeInBytes;

    private static readonly Refusal Forged = Refusal.Invalid("quoteToken", "quote_token_invalid", "It is no token of a quote.");
    private static readonly Refusal Expired = new("quote_expired", "The quote has expired; ask for a new one.");
    private static readonly Refusal Changed = new("price_changed", "It would not cost what was quoted any more; ask for a new quote.");

    public DateTimeOffset Expiry() => clock.Now + Lifetime;

    /// <param name="digest">Of what was quoted, to whom.</param>
    public async Task<string> Sign(byte[] digest, DateTimeOffset expiry, CancellationToken cancellationToken)
    {
        var token = new byte[Length];
        token[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(ExpiryAt), expiry.ToUnixTimeMilliseconds());
        digest.CopyTo(token, DigestAt);
        HMACSHA256.HashData(await Key(cancellationToken), token.AsSpan(0, SignatureAt), token.AsSpan(SignatureAt));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Null if the token is for what has that digest.</summary>
    public async Task<Refusal?> Check(string token, byte[] digest, CancellationToken cancellationToken)
    {
        var bytes = new byte[Length];
        if (!Base64Url.IsValid(token, out var length) || length != Length || !Base64Url.TryDecodeFromChars(token, bytes, out _) || bytes[0] != Format)
        {
            return Forged;
        }

        var signature = HMACSHA256.HashData(await Key(cancellationToken), bytes.AsSpan(0, SignatureAt));
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(SignatureAt)))
        {
            return Forged;
        }

        if (clock.Now.ToUnixTimeMilliseconds() > BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ExpiryAt)))
        {
            return Expired;
        }

        return bytes.AsSpan(DigestAt, SHA256.HashSizeInBytes).SequenceEqual(digest) ? null : Changed;
    }

    /// <summary>Two first quotes at once agree on one key: the second finds what the first made. Committed by itself, because what a quote is worked out in is not.</summary>
    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (await db.QuoteKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Key;
        }

        await using var insert = database.CreateCommand("INSERT INTO quote_keys (realm_id, key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        insert.Parameters.AddWithValue(scope.RealmId);
        insert.Parameters.AddWithValue(RandomNumberGenerator.GetBytes(KeyBytes));
        insert.Parameters.AddWithValue(clock.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (await db.QuoteKeys.AsNoTracking().SingleAsync(cancellationToken)).Key;
    }
}
