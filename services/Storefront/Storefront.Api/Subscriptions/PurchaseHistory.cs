using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Puts the versions of a subscription in order, whichever order they arrive in, and tells from each two that follow each other what was bought.</summary>
internal sealed class PurchaseHistory(StorefrontDb db)
{
    /// <summary>The caller holds the subscription's lock, so that no other version arrives between reading its neighbours and writing.</summary>
    public async Task Add(PurchaseRow version, CancellationToken cancellationToken)
    {
        var known = db.Purchases.Where(row => row.SubscriptionId == version.SubscriptionId);
        if (await known.AnyAsync(row => row.Version == version.Version, cancellationToken))
        {
            return;
        }

        var before = await known.AsNoTracking().Where(row => row.Version < version.Version).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        var after = await known.Where(row => row.Version > version.Version).OrderBy(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        Follow(version, before);
        if (after is not null)
        {
            Follow(after, version);
        }

        db.Add(version);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Follow(PurchaseRow version, PurchaseRow? before)
    {
        var step = PurchaseSteps.Between(before is null ? null : Held(before), Held(version));
        version.Kind = step?.Kind;
        version.QuantityChange = step?.QuantityChange ?? 0;
        version.PreviousProductName = step is { Kind: PurchaseKind.Upgraded } ? before?.ProductName : null;
    }

    private static Holding Held(PurchaseRow row) => new(row.ProductId, row.Quantity, row.IsCancelled);
}
