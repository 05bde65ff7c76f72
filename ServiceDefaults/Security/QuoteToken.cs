using System.Buffers.Binary;
using System.Security.Cryptography;
using Primitives;

namespace ServiceDefaults.Security;

/// <summary>
/// A token that says "this is what was quoted": a digest of it and an expiry, signed. Whoever commits with one gets what has that very digest, or nothing.
/// </summary>
public static class QuoteToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const byte Format = 1;
    private const int ExpiryAt = 1;
    private const int DigestAt = ExpiryAt + sizeof(long);
    private const int Length = DigestAt + SHA256.HashSizeInBytes;

    private static readonly Refusal Forged = Refusal.Invalid("quoteToken", "quote_token_invalid", "It is no token of a quote.");
    private static readonly Refusal Expired = new("quote_expired", "The quote has expired; ask for a new one.");
    private static readonly Refusal Changed = new("price_changed", "It would not cost what was quoted any more; ask for a new quote.");

    /// <param name="digest">SHA-256 of what was quoted, to whom.</param>
    /// <param name="expiry">Kept to the millisecond.</param>
    public static string Issue(ReadOnlySpan<byte> key, ReadOnlySpan<byte> digest, DateTimeOffset expiry)
    {
        Span<byte> payload = stackalloc byte[Length];
        payload[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(payload[ExpiryAt..], expiry.ToUnixTimeMilliseconds());
        digest.CopyTo(payload[DigestAt..]);
        return SignedToken.Sign(key, payload).ToString();
    }

    /// <summary>Null if the token is for what has that digest; <c>quote_token_invalid</c>, <c>quote_expired</c> or <c>price_changed</c> if it is not.</summary>
    public static Refusal? Refuse(ReadOnlySpan<byte> key, string token, ReadOnlySpan<byte> digest, DateTimeOffset now)
    {
        if (!SignedToken.TryParse(token, Length, out var signed) || signed.Payload[0] != Format || !signed.IsSignedWith(key))
            return Forged;
        if (now.ToUnixTimeMilliseconds() > BinaryPrimitives.ReadInt64BigEndian(signed.Payload[ExpiryAt..]))
            return Expired;
        return signed.Payload[DigestAt..].SequenceEqual(digest) ? null : Changed;
    }
}
