using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

internal static class SignOut
{
    public static async Task<NoContent> Handle(Caller caller, OrgsDb db, Sessions sessions, CancellationToken cancellationToken)
    {
        if (await db.Sessions.SingleOrDefaultAsync(row => row.AccessId == caller.SessionId, cancellationToken) is { } session)
        {
            sessions.End(session, "signed_out");
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
