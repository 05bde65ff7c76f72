using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

internal static class RevokeSession
{
    /// <summary>Ends one of the caller's own sessions, such as that of a lost telephone.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid id, Caller caller, OrgsDb db, Sessions sessions, AuditTrail audit, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var session = await db.Sessions.SingleOrDefaultAsync(
            row => row.Id == id && row.PersonId == caller.PersonId && row.EndsAt > now, cancellationToken);
        if (session is null)
        {
            return Problems.NotFound("session");
        }

        sessions.End(session, "revoked");
        audit.Record("revoke-session", "session", session.Id, before: null, after: null);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
