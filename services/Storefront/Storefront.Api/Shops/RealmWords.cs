using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;

namespace Storefront.Api.Shops;

internal static class RealmWords
{
    /// <summary>What signing in names a realm: "live", or the id of a sandbox.</summary>
    public static async Task<string> RealmWord(this StorefrontDb db, Guid realmId, CancellationToken cancellationToken) =>
        await db.Realms.AnyAsync(row => row.RealmId == realmId && row.IsLive, cancellationToken) ? ResolveShop.LiveRealm : realmId.ToString();
}
