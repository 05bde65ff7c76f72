using Microsoft.EntityFrameworkCore;
using Orgs.Api.Mails;
using Orgs.Api.Storage;
using ServiceDefaults.Time;

namespace Orgs.Api.Identity;

/// <summary>Mails the link to a new password, if somebody has the address. The key is the address.</summary>
internal sealed class MailPasswordReset(OrgsDb db, PublicLinks links, TimeProvider wallClock) : IDueWork
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static string Kind => "mail-password-reset";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Email == item.Key, cancellationToken);
        // One link at a time: who floods the address with requests sends one mail in an hour.
        if (person is null || await db.PasswordResets.AnyAsync(row => row.PersonId == person.Id && row.UsedAt == null && row.ExpiresAt > now, cancellationToken))
        {
            return;
        }

        var secret = Secrets.Create();
        db.PasswordResets.Add(new PasswordReset
        {
            Id = Guid.CreateVersion7(),
            RealmId = item.RealmId,
            PersonId = person.Id,
            TokenHash = Secrets.Hash(secret),
            ExpiresAt = now + Lifetime,
        });
        db.QueueMail(IdentityMails.PasswordReset(person, links.PasswordReset(secret)));
        await db.SaveChangesAsync(cancellationToken);
    }
}
