using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class ReadModelMapping :
    IEntityTypeConfiguration<ConnectionSubscription>,
    IEntityTypeConfiguration<ConnectionInvoice>,
    IEntityTypeConfiguration<OpenShop>
{
    public void Configure(EntityTypeBuilder<ConnectionSubscription> subscription) =>
        subscription.HasIndex(row => row.ConnectionId).HasFilter("is_live");

    public void Configure(EntityTypeBuilder<ConnectionInvoice> invoice) =>
        invoice.HasIndex(row => row.ConnectionId).HasFilter("is_overdue");

    public void Configure(EntityTypeBuilder<OpenShop> shop)
    {
        shop.HasKey(row => row.SellerId);
        shop.Property(row => row.SellerId).ValueGeneratedNever();
        shop.HasIndex(row => row.Address);
    }
}
