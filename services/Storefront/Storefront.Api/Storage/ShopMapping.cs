using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Storage;

internal static class ShopMapping
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ShopRow>(shop =>
        {
            shop.ToTable("shop");
            shop.Ignore(row => row.Owner);
            // Orgs gives an alias to one partner after the other; news of the second may come before news of the first.
            shop.HasIndex(row => new { row.RealmId, row.Alias });
            // Whoever only says that a domain is its own keeps nobody from proving it.
            shop.HasIndex(row => row.CustomDomain).IsUnique().HasFilter("custom_domain_confirmed_at IS NOT NULL");
            shop.HasIndex(row => row.ParentId);
        });
        modelBuilder.Entity<ShopLogoChunkRow>(chunk =>
        {
            chunk.ToTable("shop_logo_chunk");
            chunk.HasKey(row => new { row.ShopId, row.Hash, row.Index });
        });
    }
}
