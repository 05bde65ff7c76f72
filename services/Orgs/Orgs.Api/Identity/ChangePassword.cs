using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

internal sealed record ChangePasswordBody(string CurrentPassword, string NewPassword);

internal static class ChangePassword
{
    /// <summary>Sets a new password and signs out everywhere else.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChangePasswordBody body,
        Caller caller,
        OrgsDb db,
        CredentialCheck credentials,
        Passwords passwords,
        Sessions sessions,
        AuditTrail audit,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var email = await db.People.Where(row => row.Id == caller.PersonId).Select(row => row.Email).SingleAsync(cancellationToken);
        if (PasswordPolicy.Check("newPassword", body.NewPassword, email) is { } weak)
        {
            return Problems.Of(Refusal.Invalid(weak.Field, weak.Code, weak.Detail));
        }

        var verified = await credentials.VerifyAsync(caller.RealmId, email, body.CurrentPassword, cancellationToken);
        if (verified.IsRefused(out var refusal, out var person))
        {
            return SignInProblems.Of(refusal, http);
        }

        person.PasswordHash = passwords.Hash(body.NewPassword);
        var current = await db.Sessions.SingleOrDefaultAsync(row => row.AccessId == caller.SessionId, cancellationToken);
        await sessions.EndAllAsync(person.Id, exceptId: current?.Id, "password_changed", cancellationToken);
        audit.Record("change-password", "person", person.Id, before: null, after: null);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
