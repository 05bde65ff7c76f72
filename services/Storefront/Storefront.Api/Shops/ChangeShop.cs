using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;
using ServiceDefaults.Time;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;

namespace Storefront.Api.Shops;

/// <summary>Writes a change of a shop, and tells of it and of every shop that stands elsewhere because of it.</summary>
internal sealed class ChangeShop(StorefrontDb db, ShopSites sites, ShopCache cache, RealmClock clock, AuditTrail audit)
{
    /// <param name="operation">The operation id.</param>
    /// <param name="shop">As it was read, within a transaction that this commits.</param>
    public async Task<OwnShopView> Run(string operation, ShopRow shop, Action<ShopRow> apply, CancellationToken cancellationToken)
    {
        var treeBefore = await sites.Below(shop, cancellationToken);
        var before = shop.ToOwnView(treeBefore);
        apply(shop);
        await db.SaveChangesAsync(cancellationToken);
        var tree = await sites.Below(shop, cancellationToken);
        db.Emit(new StorefrontChanged(shop.Next(tree)), shop.Id, shop.Version, clock.Now);
        await sites.TellMoved(tree.MovedSince(treeBefore).Where(id => id != shop.Id), tree, clock.Now, cancellationToken);
        var view = shop.ToOwnView(tree);
        audit.Record(operation, "shop", shop.Id, before, view);
        await db.SaveChangesAsync(cancellationToken);
        await db.Database.CurrentTransaction!.CommitAsync(cancellationToken);
        await cache.Forget();
        return view;
    }
}
