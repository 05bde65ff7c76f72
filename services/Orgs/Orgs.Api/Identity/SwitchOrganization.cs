using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

internal sealed record SwitchOrganizationBody(Guid OrganizationId);

internal static class SwitchOrganization
{
    /// <summary>Gives an access token for another of the person's organisations; the session keeps its refresh token, which from now on refreshes to that one.</summary>
    public static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Handle(
        SwitchOrganizationBody body, Caller caller, OrgsDb db, Scope scope, Sessions sessions, CancellationToken cancellationToken)
    {
        // The caller's own scope ends at the organisation it is leaving.
        scope.EnterRealm(caller.RealmId);
        var session = await db.Sessions.SingleOrDefaultAsync(row => row.AccessId == caller.SessionId, cancellationToken);
        var memberships = await sessions.MembershipsAsync(caller.PersonId, cancellationToken);
        if (session is null || memberships.TrueForAll(membership => membership.OrganizationId != body.OrganizationId))
        {
            return Problems.Of(Sessions.NoMembership);
        }

        session.OrganizationId = body.OrganizationId;
        await db.SaveChangesAsync(cancellationToken);

        var person = await db.People.AsNoTracking().Include(row => row.HomeOrganization).SingleAsync(row => row.Id == caller.PersonId, cancellationToken);
        return TypedResults.Ok(await sessions.ViewAsync(session, token: null, person, memberships, cancellationToken));
    }
}
