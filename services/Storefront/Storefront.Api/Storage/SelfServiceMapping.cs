using Microsoft.EntityFrameworkCore;
using Storefront.Api.Actions;
using Storefront.Api.Orders;
using Storefront.Api.Quotes;

namespace Storefront.Api.Storage;

/// <summary>What a customer's own doing needs beside its subscriptions.</summary>
internal static class SelfServiceMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ShopQuoteKey>(key =>
        {
            key.ToTable("shop_quote_key");
            key.HasKey(row => row.RealmId);
        });
        model.Entity<UpgradeSettings>(settings =>
        {
            settings.ToTable("upgrade_settings");
            settings.HasKey(row => row.SellerId);
        });
        // Counting an account's orders reads nothing but this.
        model.Entity<ShopOrder>().HasIndex(row => new { row.BuyerId, row.Status }).IncludeProperties(row => new { row.RealmId, row.SellerId });
    }
}
