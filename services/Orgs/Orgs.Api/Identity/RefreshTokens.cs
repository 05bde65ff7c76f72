using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;

namespace Orgs.Api.Identity;

/// <summary>
/// A refresh token: its session's handle, then a secret. Only somebody who has held one of the session's tokens knows the handle,
/// so a wrong secret behind a right handle means that an old token is used again.
/// </summary>
internal sealed record RefreshToken(byte[] Handle, byte[] Secret)
{
    private const int HandleBytes = 16;
    private const int SecretBytes = 32;

    public static RefreshToken Create() => new(RandomNumberGenerator.GetBytes(HandleBytes), RandomNumberGenerator.GetBytes(SecretBytes));

    public static byte[] NewRotationKey() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static bool TryParse(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        Span<byte> bytes = stackalloc byte[HandleBytes + SecretBytes];
        if (!Base64Url.IsValid(text, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        token = new RefreshToken(bytes[..HandleBytes].ToArray(), bytes[HandleBytes..].ToArray());
        return true;
    }

    public byte[] Hash() => SHA256.HashData(Secret);

    /// <summary>The one that replaces it. Who has the database alone, or the token alone, cannot compute it.</summary>
    public RefreshToken Successor(Session session) => this with { Secret = HMACSHA256.HashData(session.RotationKey, Secret) };

    public PresentedToken Compare(Session session)
    {
        var hash = Hash();
        if (CryptographicOperations.FixedTimeEquals(hash, session.TokenHash))
        {
            return PresentedToken.Current;
        }

        return CryptographicOperations.FixedTimeEquals(hash, session.PreviousTokenHash) ? PresentedToken.Previous : PresentedToken.Older;
    }

    public override string ToString() => Base64Url.EncodeToString([.. Handle, .. Secret]);
}
