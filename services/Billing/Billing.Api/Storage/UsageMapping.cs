using Billing.Api.Invoices;
using Billing.Api.Usage;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>What events cost, and how many there were.</summary>
internal static class UsageMapping
{
    public static void MapUsage(this ModelBuilder model)
    {
        model.Entity<UsageRate>(rate =>
        {
            rate.HasKey(row => new { row.ScheduleId, row.Kind });
            rate.HasOne<BillingSchedule>().WithMany().HasForeignKey(row => row.ScheduleId);
            rate.HasIndex(row => row.SubscriptionId);
            rate.HasIndex(row => row.ConnectionId);
        });
        model.Entity<UsageTally>(tally =>
        {
            tally.HasOne<BillingSchedule>().WithMany().HasForeignKey(row => row.ScheduleId);
            tally.HasIndex(row => row.ConnectionId).HasFilter("closed_at IS NULL");
        });
    }
}
