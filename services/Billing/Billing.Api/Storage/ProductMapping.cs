using Billing.Api.Products;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>Products, their prices and who may manage them.</summary>
internal static class ProductMapping
{
    public static void MapProducts(this ModelBuilder model)
    {
        model.Entity<Product>(product =>
        {
            product.HasMany(row => row.RecommendedPrices).WithOne().HasForeignKey(price => price.ProductId);
            product.HasMany(row => row.WholesalePrices).WithOne().HasForeignKey(price => price.ProductId);
            product.Property(row => row.ManagedBy).HasDefaultValue(ManagedBy.Operator);
            product.Property(row => row.Charging).HasDefaultValue(ChargeModel.Recurring);
            product.Property(row => row.TaxCode).HasDefaultValue(TaxContext.StandardCode);
            product.Property(row => row.Provisioning).HasDefaultValue(Provisioning.Automatic);
            product.Property(row => row.SmallestQuantity).HasDefaultValue(1);
            product.Property(row => row.UpgradeTargets).HasDefaultValueSql("'{}'");
        });
        model.Entity<RecommendedPrice>().Property(price => price.Fee).HasDefaultValue(FeeKind.Plan);
        model.Entity<WholesalePrice>().Property(price => price.Fee).HasDefaultValue(FeeKind.Plan);
        model.Entity<ProductGrant>()
            .HasIndex(grant => grant.BuyerId, GrantProducts.OneGrantIndex)
            .IsUnique()
            .HasFilter("revoked_at IS NULL");
    }
}
