using System.Security.Cryptography;

namespace Orgs.Api.Tests;

/// <summary>Names that no other test has.</summary>
internal static class Names
{
    public const string Password = "correct horse battery";

    public static string Unique(string prefix) => $"{prefix} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}";

    public static string Email(string local) => $"{local.ToLowerInvariant()}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}@example.test";
}
