using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Realms;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <param name="Realm"><c>live</c>, or a sandbox realm's slug or id.</param>
/// <param name="OrganizationId">What to act for; the person's own organisation if left out.</param>
internal sealed record SignInBody(string Email, string Password, string Realm, Guid? OrganizationId);

internal static class SignIn
{
    public static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Handle(
        SignInBody body, OrgsDb db, Scope scope, CredentialCheck credentials, Sessions sessions, HttpContext http, CancellationToken cancellationToken)
    {
        var realmId = await RealmNames.FindAsync(db, body.Realm, cancellationToken);
        // A realm that is not there takes as long, and counts failures, like one that is.
        scope.EnterRealm(realmId ?? Guid.Empty);
        var checkedCredentials = await credentials.VerifyAsync(realmId ?? Guid.Empty, body.Email, body.Password, cancellationToken);
        if (checkedCredentials.IsRefused(out var refusal, out var person))
        {
            return SignInProblems.Of(refusal, http);
        }

        if (await db.IsBeingSetAsync(person.RealmId, cancellationToken))
        {
            return ServiceDefaults.Web.Problems.Of(FoundingClock.NotReady);
        }

        await db.Entry(person).Reference(row => row.HomeOrganization).LoadAsync(cancellationToken);
        var memberships = await sessions.MembershipsAsync(person.Id, cancellationToken);
        var acting = body.OrganizationId is { } wanted ? memberships.Find(membership => membership.OrganizationId == wanted) : memberships.FirstOrDefault();
        if (acting is null)
        {
            return ServiceDefaults.Web.Problems.Of(Sessions.NoMembership);
        }

        var (session, token) = sessions.Start(person, acting.OrganizationId, http);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(await sessions.ViewAsync(session, token, person, memberships, cancellationToken));
    }
}
