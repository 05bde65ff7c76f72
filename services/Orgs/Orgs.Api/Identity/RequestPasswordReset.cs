using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Mails;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <param name="Realm">As at sign-in.</param>
internal sealed record RequestPasswordResetBody(string Email, string Realm);

internal static class RequestPasswordReset
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A link is mailed to an address that somebody has; the answer is the same for every address.</summary>
    public static async Task<Accepted> Handle(
        RequestPasswordResetBody body, OrgsDb db, Scope scope, PublicLinks links, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        if (await RealmNames.FindAsync(db, body.Realm, cancellationToken) is not { } realmId)
        {
            return TypedResults.Accepted((string?)null);
        }

        scope.EnterRealm(realmId);
        var email = EmailAddress.Normalize(body.Email);
        var now = wallClock.GetUtcNow();
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Email == email, cancellationToken);
        // One link at a time: who floods the address with requests sends one mail in an hour.
        if (person is null || await db.PasswordResets.AnyAsync(row => row.PersonId == person.Id && row.UsedAt == null && row.ExpiresAt > now, cancellationToken))
        {
            return TypedResults.Accepted((string?)null);
        }

        var secret = Secrets.Create();
        db.PasswordResets.Add(new PasswordReset
        {
            Id = Guid.CreateVersion7(),
            RealmId = realmId,
            PersonId = person.Id,
            TokenHash = Secrets.Hash(secret),
            ExpiresAt = now + Lifetime,
        });
        db.QueueMail(IdentityMails.PasswordReset(person, links.PasswordReset(secret)));
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Accepted((string?)null);
    }
}
