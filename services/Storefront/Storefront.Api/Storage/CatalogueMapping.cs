using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Storage;

internal static class CatalogueMapping
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ListingRow>(listing =>
        {
            listing.ToTable("listing");
            listing.HasIndex(row => new { row.OrganizationId, row.ProductId }).IsUnique();
            listing.HasIndex(row => row.GroupId);
        });
        modelBuilder.Entity<PublishedProductRow>(published =>
        {
            published.ToTable("published_product");
            published.HasKey(row => new { row.SellerId, row.ProductId });
            published.HasIndex(row => new { row.SellerId, row.Position, row.ProductId });
        });
        modelBuilder.Entity<CatalogueGroupRow>(group =>
        {
            group.ToTable("catalogue_group");
            group.HasIndex(row => new { row.SellerId, row.Name }).IsUnique();
        });
        modelBuilder.Entity<BasketRow>(basket =>
        {
            basket.ToTable("basket");
            basket.HasIndex(row => new { row.OrganizationId, row.ConnectionId }).IsUnique();
        });
        modelBuilder.Entity<BasketLineRow>(line =>
        {
            line.ToTable("basket_line");
            line.HasIndex(row => row.BasketId);
            line.HasOne<BasketRow>().WithMany().HasForeignKey(row => row.BasketId);
        });
    }
}
