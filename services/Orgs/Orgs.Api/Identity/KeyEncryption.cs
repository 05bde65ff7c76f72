using System.Security.Cryptography;

namespace Orgs.Api.Identity;

/// <summary>
/// Encrypts private keys for the database (AES-256-GCM) with <c>Auth:KeyEncryptionKey</c>, 32 bytes in base64. Without that setting they are stored
/// as they are, and who can read the database can sign tokens; the first byte of a stored key says which it is, so the setting can be added later.
/// </summary>
internal sealed class KeyEncryption
{
    private const byte Plain = 0;
    private const byte Encrypted = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[]? key;

    /// <exception cref="InvalidOperationException">The setting is no 32 bytes in base64.</exception>
    public KeyEncryption(IConfiguration configuration)
    {
        if (configuration["Auth:KeyEncryptionKey"] is not { Length: > 0 } text)
        {
            return;
        }

        key = new byte[32];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != key.Length)
        {
            throw new InvalidOperationException("Auth:KeyEncryptionKey must be 32 bytes in base64.");
        }
    }

    public byte[] Seal(byte[] secret)
    {
        if (key is null)
        {
            return [Plain, .. secret];
        }

        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var cipher = new byte[secret.Length];
        var tag = new byte[TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, secret, cipher, tag);
        return [Encrypted, .. nonce, .. tag, .. cipher];
    }

    /// <exception cref="InvalidOperationException">It was encrypted and the setting is missing.</exception>
    /// <exception cref="CryptographicException">It was encrypted with another key.</exception>
    public byte[] Open(byte[] stored)
    {
        if (stored[0] == Plain)
        {
            return stored[1..];
        }

        using var aes = new AesGcm(key ?? throw new InvalidOperationException("Auth:KeyEncryptionKey is missing: the signing keys are encrypted with it."), TagBytes);
        ReadOnlySpan<byte> rest = stored.AsSpan(1);
        var secret = new byte[rest.Length - NonceBytes - TagBytes];
        aes.Decrypt(rest[..NonceBytes], rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), secret);
        return secret;
    }
}
