using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Audit;
using ServiceDefaults.Time;

namespace Orgs.Api.Aliases;

/// <summary>Gives an alias to everybody again when its former holder has not taken it back in time. The key is the alias.</summary>
internal sealed class FreeAlias(OrgsDb db, AuditTrail audit) : IDueWork
{
    public static string Kind => "free-alias";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        // One that was taken back meanwhile is in use, and stays.
        var held = await db.ShopAliases.SingleOrDefaultAsync(row => row.Alias == item.Key && row.ReservedUntil <= item.DueAt, cancellationToken);
        if (held is null)
        {
            return;
        }

        db.ShopAliases.Remove(held);
        var before = new { held.Alias, held.ReservedUntil };
        audit.Record(Kind, "organization", held.OrganizationId, before, after: null, reason: null, item.RealmId, held.OrganizationId, personId: null);
        await db.SaveChangesAsync(cancellationToken);
    }
}
