using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

internal sealed class StorefrontDb(DbContextOptions<StorefrontDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();

    public DbSet<PurchaseRow> Purchases => Set<PurchaseRow>();

    public DbSet<UndecidedRequestRow> ChangeRequests => Set<UndecidedRequestRow>();

    /// <summary>Billing's requests that stand in the way of another change of their subscription.</summary>
    public IQueryable<UndecidedRequestRow> UndecidedRequests => ChangeRequests.Where(row => row.IsUndecided);

    public DbSet<ProductRow> Products => Set<ProductRow>();

    public DbSet<SellerRow> Sellers => Set<SellerRow>();

    public DbSet<PlanRow> Plans => Set<PlanRow>();

    public DbSet<ListingRow> Listings => Set<ListingRow>();

    public DbSet<PublishedProductRow> PublishedProducts => Set<PublishedProductRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.MapAudit();
        SubscriptionMapping.Map(modelBuilder);
        modelBuilder.Entity<ProductRow>(product =>
        {
            product.ToTable("product");
            product.Property(row => row.Prices).HasColumnType("jsonb").HasConversion<ListPricesConverter>();
        });
        modelBuilder.Entity<SellerRow>(seller => seller.ToTable("seller"));
        modelBuilder.Entity<PlanRow>(plan =>
        {
            plan.ToTable("reseller_plan");
            plan.HasKey(row => new { row.SellerId, row.Version });
        });
        modelBuilder.Entity<ListingRow>(listing =>
        {
            listing.ToTable("listing");
            listing.HasIndex(row => new { row.OrganizationId, row.ProductId }).IsUnique();
        });
        modelBuilder.Entity<PublishedProductRow>(published =>
        {
            published.ToTable("published_product");
            published.HasKey(row => new { row.SellerId, row.ProductId });
        });
    }
}

/// <summary>Price versions are read and replaced as a whole.</summary>
internal sealed class ListPricesConverter() : ValueConverter<IReadOnlyList<ListPrice>, string>(prices => Write(prices), json => Read(json))
{
    public static string Write(IReadOnlyList<ListPrice> prices) => JsonSerializer.Serialize(prices, JsonSerializerOptions.Web);

    private static IReadOnlyList<ListPrice> Read(string json) => JsonSerializer.Deserialize<List<ListPrice>>(json, JsonSerializerOptions.Web) ?? [];
}

/// <summary>For the migrations tool.</summary>
internal sealed class StorefrontDbFactory : ServiceDbContextFactory<StorefrontDb>;
