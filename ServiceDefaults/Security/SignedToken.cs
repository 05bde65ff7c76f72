using System.Buffers.Text;
using System.Security.Cryptography;

namespace ServiceDefaults.Security;

/// <summary>Some bytes with a signature (HMAC-SHA256, RFC 2104), as text that fits into an address. What they say is readable; that it is ours is what the signature shows.</summary>
public readonly struct SignedToken
{
    public const int KeyBytes = 32;

    private readonly byte[] _bytes;

    private SignedToken(byte[] bytes) => _bytes = bytes;

    /// <summary>What it says. Believe it only if <see cref="IsSignedWith"/>.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _bytes.Length - HMACSHA256.HashSizeInBytes);

    public static SignedToken Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[payload.Length + HMACSHA256.HashSizeInBytes];
        payload.CopyTo(bytes);
        HMACSHA256.HashData(key, payload, bytes.AsSpan(payload.Length));
        return new SignedToken(bytes);
    }

    /// <summary>False for what cannot be a token with so many bytes to say.</summary>
    public static bool TryParse(string text, int payloadBytes, out SignedToken token)
    {
        var bytes = new byte[payloadBytes + HMACSHA256.HashSizeInBytes];
        token = new SignedToken(bytes);
        return Base64Url.IsValid(text, out var length) && length == bytes.Length && Base64Url.TryDecodeFromChars(text, bytes, out _);
    }

    public bool IsSignedWith(ReadOnlySpan<byte> key) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, Payload), _bytes.AsSpan(Payload.Length));

    public override string ToString() => Base64Url.EncodeToString(_bytes);
}
