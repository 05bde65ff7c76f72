using Microsoft.AspNetCore.Identity;
using Orgs.Api.Storage;

namespace Orgs.Api.Identity;

/// <summary>Password hashes as ASP.NET Core Identity makes them (PBKDF2-SHA512, salted).</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<Person> hasher = new();
    private readonly string nobodysHash;

    public Passwords() => nobodysHash = Hash("a password that nobody has");

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Whether it is this person's password. For nobody it takes just as long, so that the time tells nothing.</summary>
    public bool Verify(Person? person, string password) =>
        hasher.VerifyHashedPassword(null!, person?.PasswordHash ?? nobodysHash, password) != PasswordVerificationResult.Failed
        && person is not null;
}
