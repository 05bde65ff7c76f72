using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Quotes;

/// <param name="Token">Order with it, and it costs that or is refused.</param>
internal sealed record ShopQuote(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Tokens that say "this is what these lines were shown to cost". They carry a digest of the lines with their unit prices and an expiry, signed; whoever orders
/// with one gets lines of that very digest, or nothing.
/// </summary>
internal sealed class ShopQuotes(StorefrontDb db, NpgsqlDataSource database, Scope scope, RealmClock clock)
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

    public async Task<ShopQuote> Sign(Guid connectionId, IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken)
    {
        var expiry = clock.Now + Lifetime;
        var token = new byte[Length];
        token[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(ExpiryAt), expiry.ToUnixTimeMilliseconds());
        Digest(connectionId, lines).CopyTo(token, DigestAt);
        HMACSHA256.HashData(await Key(cancellationToken), token.AsSpan(0, SignatureAt), token.AsSpan(SignatureAt));
        return new ShopQuote(Base64Url.EncodeToString(token), expiry);
    }

    /// <summary>Null if the token is for these lines, at these prices.</summary>
    public async Task<Refusal?> Check(string token, Guid connectionId, IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken)
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

        return bytes.AsSpan(DigestAt, SHA256.HashSizeInBytes).SequenceEqual(Digest(connectionId, lines)) ? null : Changed;
    }

    /// <summary>What was said with it changes no price.</summary>
    private static byte[] Digest(Guid connectionId, IReadOnlyList<NewOrderLine> lines) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            connectionId,
            lines = lines.Select(line => new
            {
                line.Action,
                line.ProductId,
                line.SubscriptionId,
                line.MainSubscriptionId,
                line.MainLineIndex,
                line.Quantity,
                line.UnitPrice.MinorUnits,
                Currency = line.UnitPrice.Currency.Code,
                line.Interval,
                line.PlanLength,
                line.Effective,
                line.EffectiveOn,
            }),
        },
        EventJson.Options));

    /// <summary>Two first quotes at once agree on one key: the second finds what the first made. Committed by itself, because what a quote is worked out in is not.</summary>
    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (await db.QuoteKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Key;
        }

        await using var insert = database.CreateCommand("INSERT INTO shop_quote_key (realm_id, key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        insert.Parameters.AddWithValue(scope.RealmId);
        insert.Parameters.AddWithValue(RandomNumberGenerator.GetBytes(KeyBytes));
        insert.Parameters.AddWithValue(clock.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (await db.QuoteKeys.AsNoTracking().SingleAsync(cancellationToken)).Key;
    }
}
