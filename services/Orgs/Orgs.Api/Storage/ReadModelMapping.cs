using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class ReadModelMapping : IEntityTypeConfiguration<ConnectionSubscription>, IEntityTypeConfiguration<ConnectionInvoice>
{
    public void Configure(EntityTypeBuilder<ConnectionSubscription> subscription) =>
        subscription.HasIndex(row => row.ConnectionId).HasFilter("is_live");

    public void Configure(EntityTypeBuilder<ConnectionInvoice> invoice) =>
        invoice.HasIndex(row => row.ConnectionId).HasFilter("is_overdue");
}
