using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceDefaults.Messaging;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>What other services told. Columns that came later have a default, for rows that were told before.</summary>
internal static class ReadModelMapping
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ProductRow>(product =>
        {
            product.ToTable("product");
            product.Property(row => row.Prices).HasColumnType("jsonb").HasConversion<ListPricesConverter>();
            product.Property(row => row.ResaleTerms).HasColumnType("jsonb").HasConversion<ResaleTermsConverter>();
            product.Property(row => row.Description).HasDefaultValue("");
            product.Property(row => row.Kind).HasDefaultValue(ProductKind.Main);
            product.Property(row => row.Charging).HasDefaultValue(ChargeModel.Recurring);
            product.Property(row => row.Provisioning).HasDefaultValue(Provisioning.Automatic);
            product.Property(row => row.SmallestQuantity).HasDefaultValue(1);
            product.Property(row => row.UpgradeTargets).HasDefaultValueSql("'{}'");
        });
        modelBuilder.Entity<SellerRow>(seller =>
        {
            seller.ToTable("seller");
            seller.Property(row => row.Status).HasDefaultValue(OrganizationStatus.Active);
        });
        modelBuilder.Entity<PlanRow>(plan =>
        {
            plan.ToTable("reseller_plan");
            plan.HasKey(row => new { row.SellerId, row.Version });
        });
        modelBuilder.Entity<SellerPriceRow>(price =>
        {
            price.ToTable("seller_price");
            price.HasKey(row => new { row.SellerId, row.ProductId });
            price.Property(row => row.Prices).HasColumnType("jsonb").HasConversion<PriceStepsConverter>();
        });
        modelBuilder.Entity<SpecialPriceRow>(price =>
        {
            price.ToTable("special_price");
            price.HasKey(row => new { row.ConnectionId, row.ProductId });
            price.HasIndex(row => new { row.SellerId, row.ProductId });
            price.Property(row => row.Prices).HasColumnType("jsonb").HasConversion<PriceStepsConverter>();
        });
        modelBuilder.Entity<ConnectionRow>(connection =>
        {
            connection.ToTable("connection");
            connection.HasIndex(row => new { row.BuyerId, row.Id });
            connection.HasIndex(row => new { row.SellerId, row.Id });
        });
        modelBuilder.Entity<MembershipRow>(membership =>
        {
            membership.ToTable("membership");
            membership.HasIndex(row => row.PersonId);
            membership.HasIndex(row => row.OrganizationId);
        });
        modelBuilder.Entity<RealmRow>(realm =>
        {
            realm.ToTable("realm");
            realm.HasKey(row => row.RealmId);
        });
    }
}

/// <summary>Price versions are read and replaced as a whole.</summary>
internal sealed class ListPricesConverter() : ValueConverter<IReadOnlyList<ListPrice>, string>(prices => Write(prices), json => Read(json))
{
    public static string Write(IReadOnlyList<ListPrice> prices) => JsonSerializer.Serialize(prices, JsonSerializerOptions.Web);

    private static IReadOnlyList<ListPrice> Read(string json) => JsonSerializer.Deserialize<List<ListPrice>>(json, JsonSerializerOptions.Web) ?? [];
}

/// <summary>So are the terms of resale.</summary>
internal sealed class ResaleTermsConverter() : ValueConverter<IReadOnlyList<ResaleTerms>, string>(terms => Write(terms), json => Read(json))
{
    public static string Write(IReadOnlyList<ResaleTerms> terms) => JsonSerializer.Serialize(terms, EventJson.Options);

    private static IReadOnlyList<ResaleTerms> Read(string json) => JsonSerializer.Deserialize<List<ResaleTerms>>(json, EventJson.Options) ?? [];
}

/// <summary>So are timelines.</summary>
internal sealed class PriceStepsConverter() : ValueConverter<IReadOnlyList<PriceStep>, string>(steps => Write(steps), json => Read(json))
{
    public static string Write(IReadOnlyList<PriceStep> steps) => JsonSerializer.Serialize(steps, EventJson.Options);

    private static IReadOnlyList<PriceStep> Read(string json) => JsonSerializer.Deserialize<List<PriceStep>>(json, EventJson.Options) ?? [];
}
