using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;

namespace Storefront.Api.Orders;

internal static class OrderLocks
{
    /// <summary>
    /// An order with its lines, for a decision that only one may make. The second of two waits for the first to commit and then decides about what that left.
    /// The scope's filter applies: a foreign one is not found. NO KEY, because its lines and history hold a share of its key.
    /// </summary>
    public static async Task<ShopOrder?> LockOrder(this StorefrontDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM shop_order WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        return await db.Orders.Include(order => order.Lines).SingleOrDefaultAsync(order => order.Id == id, cancellationToken);
    }
}
