using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;

namespace Storefront.Api.Orders;

internal static class OrderNumbers
{
    /// <summary>Holds the seller's counter until the transaction ends: a number is given out once, and none is lost.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction to hold it in.</exception>
    public static async Task<long> NextOrderNumber(this StorefrontDb db, Guid sellerId, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A number is taken in the transaction that saves what it is for.");
        }

        var numbers = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO shop_order_counter AS counter (seller_id, last) VALUES ({sellerId}, 1)
            ON CONFLICT (seller_id) DO UPDATE SET last = counter.last + 1
            RETURNING last AS "Value"
            """).ToListAsync(cancellationToken);
        return numbers[0];
    }
}
