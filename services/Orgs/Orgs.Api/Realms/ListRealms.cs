using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

internal static class ListRealms
{
    public static async Task<Ok<Page<RealmView>>> Handle(
        [AsParameters] PageQuery page, Caller caller, OrgsDb db, RealmOffsets offsets, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        var realms = await db.Realms.AsNoTracking().Where(RealmViews.VisibleTo(caller)).ToPageAsync(page, realm => realm.Id, realm => realm, cancellationToken);
        return TypedResults.Ok(new Page<RealmView>([.. realms.Items.Select(realm => realm.View(offsets, wallClock))], realms.NextCursor));
    }
}
