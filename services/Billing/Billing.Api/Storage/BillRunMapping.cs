using Billing.Api.BillRuns;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

internal static class BillRunMapping
{
    public static void MapBillRuns(this ModelBuilder model)
    {
        model.Entity<BillRun>().HasIndex(row => new { row.RealmId, row.DueOn }).IsUnique();
        model.Entity<BillRunShare>(share =>
        {
            share.HasKey(row => new { row.RunId, row.OrganizationId });
            share.HasOne<BillRun>().WithMany().HasForeignKey(row => row.RunId);
        });
    }
}
