using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Storage;

/// <summary>Counts that cost the same however much there is to count.</summary>
internal static class CountMapping
{
    /// <summary>In percent: room beside each count for its next version, so that no index is touched.</summary>
    private const int FillFactor = 50;

    public static void Map(ModelBuilder model)
    {
        model.Entity<SubscriptionCountRow>(count =>
        {
            count.ToTable("subscription_count").HasStorageParameter("fillfactor", FillFactor);
            count.HasIndex(row => new { row.BuyerId, row.ConnectionId, row.Status });
            count.HasIndex(row => row.SellerId);
        });
        model.Entity<OrderCountRow>(count =>
        {
            count.ToTable("shop_order_count").HasStorageParameter("fillfactor", FillFactor);
            count.HasIndex(row => new { row.BuyerId, row.SellerId, row.Status });
        });
    }
}
