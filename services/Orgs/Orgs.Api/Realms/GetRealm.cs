using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

internal static class GetRealm
{
    public static async Task<Results<Ok<RealmView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, OrgsDb db, RealmOffsets offsets, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        var realm = await db.Realms.AsNoTracking().Where(RealmViews.VisibleTo(caller)).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return realm is null ? Problems.NotFound("realm") : TypedResults.Ok(realm.View(offsets, wallClock));
    }
}
