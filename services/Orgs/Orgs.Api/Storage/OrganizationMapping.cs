using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class OrganizationMapping
    : IEntityTypeConfiguration<Realm>, IEntityTypeConfiguration<Organization>, IEntityTypeConfiguration<ShopAlias>,
        IEntityTypeConfiguration<PlanOrder>, IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Realm> realm)
    {
        realm.HasIndex(row => row.Slug).IsUnique();
        // One live realm, whatever starts at the same moment.
        realm.HasIndex(row => row.Kind).IsUnique().HasFilter("kind = 'Live'");
    }

    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.HasIndex(row => new { row.RealmId, row.Slug }).IsUnique();
        organization.HasIndex(row => new { row.ParentId, row.Id });
        // A subtree is one range of each depth in it, in the order of a tree that is written down.
        organization.HasIndex(row => new { row.Depth, row.Path });
        organization.Property(row => row.Depth).HasComputedColumnSql("cardinality(path)", stored: true);
        organization.Property(row => row.Path).ValueGeneratedOnAdd().Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        // For the search by any part of a name.
        organization.HasIndex(row => new { row.Name, row.Slug }).HasMethod("gin").HasOperators("gin_trgm_ops", "gin_trgm_ops");
        organization.HasOne<Realm>().WithMany().HasForeignKey(row => row.RealmId).OnDelete(DeleteBehavior.Restrict);
        organization.HasOne<Organization>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ShopAlias> alias)
    {
        // Of two partners who ask at once, one gets it.
        alias.HasKey(row => new { row.RealmId, row.Alias });
        alias.HasIndex(row => row.OrganizationId).IsUnique().HasFilter("reserved_until IS NULL");
        alias.HasIndex(row => new { row.OrganizationId, row.ReservedUntil });
        alias.HasOne<Organization>().WithMany().HasForeignKey(row => row.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PlanOrder> order) =>
        order.HasOne<Organization>().WithMany().HasForeignKey(row => row.OrganizationId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Connection> connection)
    {
        connection.HasIndex(row => new { row.SellerId, row.BuyerId }).IsUnique().HasFilter("status <> 'Ended'");
        // Lists page by id, from either side.
        connection.HasIndex(row => new { row.SellerId, row.Id });
        connection.HasIndex(row => new { row.BuyerId, row.Id });
        connection.HasIndex(row => row.ReferenceNumber).HasMethod("gin").HasOperators("gin_trgm_ops").HasFilter("reference_number IS NOT NULL");
        // Found when an owner leaves.
        connection.HasIndex(row => row.SalesOwnerId).HasFilter("sales_owner_id IS NOT NULL");
        connection.HasIndex(row => row.SupportOwnerId).HasFilter("support_owner_id IS NOT NULL");
        connection.HasOne(row => row.Seller).WithMany().HasForeignKey(row => row.SellerId).OnDelete(DeleteBehavior.Restrict);
        connection.HasOne(row => row.Buyer).WithMany().HasForeignKey(row => row.BuyerId).OnDelete(DeleteBehavior.Restrict);
        connection.HasOne(row => row.SalesOwner).WithMany().HasForeignKey(row => row.SalesOwnerId).OnDelete(DeleteBehavior.Restrict);
        connection.HasOne(row => row.SupportOwner).WithMany().HasForeignKey(row => row.SupportOwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
