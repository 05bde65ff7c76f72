using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orgs.Api.Identity;

/// <summary>The secrets in mailed links: 256 random bits outside, their hash inside.</summary>
internal static class Secrets
{
    private const int Bytes = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored. A secret with so much chance in it needs no slow hash.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
