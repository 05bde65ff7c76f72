using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Mails;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

internal sealed record CompletePasswordResetBody(string Password);

internal static class CompletePasswordReset
{
    /// <summary>Sets the new password, once, and ends every session of the person.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string token,
        CompletePasswordResetBody body,
        OrgsDb db,
        Scope scope,
        Passwords passwords,
        Sessions sessions,
        AuditTrail audit,
        TimeProvider wallClock,
        CancellationToken cancellationToken)
    {
        scope.EnterInstallation();
        var hash = Secrets.Hash(token);
        var now = wallClock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var reset = await db.PasswordResets.FromSql($"SELECT * FROM password_resets WHERE token_hash = {hash} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (reset is null || reset.UsedAt is not null || now >= reset.ExpiresAt)
        {
            return Problems.NotFound("password reset");
        }

        scope.EnterRealm(reset.RealmId);
        var person = await db.People.SingleAsync(row => row.Id == reset.PersonId, cancellationToken);
        if (PasswordPolicy.Check("password", body.Password, person.Email) is { } weak)
        {
            return Problems.Of(Refusal.Invalid(weak.Field, weak.Code, weak.Detail));
        }

        person.PasswordHash = passwords.Hash(body.Password);
        reset.UsedAt = now;
        await sessions.EndAllAsync(person.Id, exceptId: null, "password_changed", cancellationToken);
        await db.SignInFailures.Where(row => row.Email == person.Email).ExecuteDeleteAsync(cancellationToken);
        audit.Record("complete-password-reset", "person", person.Id, null, null, null, person.RealmId, person.HomeOrganizationId, person.Id);
        db.QueueMail(IdentityMails.PasswordChanged(person));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
