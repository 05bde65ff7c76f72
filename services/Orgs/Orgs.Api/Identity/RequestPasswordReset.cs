using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

/// <param name="Realm">As at sign-in, and so is the shop.</param>
internal sealed record RequestPasswordResetBody(string Email, string? Realm, string? Shop = null);

internal static class RequestPasswordReset
{
    /// <summary>
    /// A link is mailed to an address that somebody has. The answer is the same for every address, and so is the work: whether anybody has it is looked up afterwards.
    /// </summary>
    public static async Task<Results<Accepted, ProblemHttpResult>> Handle(
        RequestPasswordResetBody body, OrgsDb db, Scope scope, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().Email("email", body.Email).Refused(out var refusal)
            || (await SignInPlace.EnterAsync(db, scope, body.Realm, body.Shop, cancellationToken)).IsRefused(out refusal, out var place))
        {
            return Problems.Of(refusal);
        }

        if (place.RealmId != Guid.Empty)
        {
            db.Schedule<MailPasswordReset>(EmailAddress.Normalize(body.Email), clock.Now);
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.Accepted((string?)null);
    }
}
