using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Primitives;

namespace Orgs.Api.Identity;

/// <summary>
/// Checks an e-mail address and its password, and locks after too many failures. Whether anybody has the address shows neither in the answer,
/// nor in the time it takes, nor in when it locks.
/// </summary>
internal sealed class CredentialCheck(OrgsDb db, Passwords passwords, TimeProvider wallClock)
{
    public static readonly Refusal Failed = new("sign_in_failed", "E-mail address, password, or the place to sign in to is wrong.", RefusalKind.NotPermitted);
    public static readonly Refusal Locked = new("account_locked", "Too many failed sign-ins; try again later.", RefusalKind.NotPermitted);

    /// <summary>The person with these credentials in the realm of the current scope.</summary>
    /// <param name="isWelcome">Whether the person has any business where it signs in: who has none fails like one with a wrong password.</param>
    public async Task<Result<Person>> VerifyAsync(
        Guid realmId, string email, string password, CancellationToken cancellationToken, Func<Person, Task<bool>>? isWelcome = null)
    {
        email = EmailAddress.Normalize(email);
        if (await IsLockedAsync(email, cancellationToken))
        {
            return Locked;
        }

        var person = await db.People.SingleOrDefaultAsync(row => row.Email == email, cancellationToken);
        if (!passwords.Verify(person, password) || (isWelcome is not null && !await isWelcome(person!)))
        {
            return await CountFailureAsync(realmId, email, cancellationToken);
        }

        // Asked again: many guesses sent at the same moment must not outrun the count of the wrong ones among them.
        var now = wallClock.GetUtcNow();
        await db.SignInFailures
            .Where(row => row.Email == email && (row.LockedUntil == null || row.LockedUntil <= now))
            .ExecuteDeleteAsync(cancellationToken);
        return await IsLockedAsync(email, cancellationToken) ? Locked : person!;
    }

    private Task<bool> IsLockedAsync(string email, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        return db.SignInFailures.AnyAsync(row => row.Email == email && row.LockedUntil > now, cancellationToken);
    }

    private async Task<Refusal> CountFailureAsync(Guid realmId, string email, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO sign_in_failures (realm_id, email, count, last_at) VALUES ({realmId}, {email}, 0, 'epoch') ON CONFLICT DO NOTHING", cancellationToken);
        var row = await db.SignInFailures
            .FromSql($"SELECT * FROM sign_in_failures WHERE realm_id = {realmId} AND email = {email} FOR UPDATE")
            .SingleAsync(cancellationToken);
        var now = wallClock.GetUtcNow();
        var failures = SignInLockout.Failed(row.Count == 0 ? null : new SignInFailures(row.Count, row.LastAt, row.LockedUntil), now);
        (row.Count, row.LastAt, row.LockedUntil) = (failures.Count, failures.LastAt, failures.LockedUntil);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return failures.IsLocked(now) ? Locked : Failed;
    }
}

/// <summary>E-mail addresses are compared without regard to case.</summary>
internal static class EmailAddress
{
    public static string Normalize(string email) => email.Trim().ToLowerInvariant();
}
