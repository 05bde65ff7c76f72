using Billing.Api.Orders;
using Billing.Api.Requests;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>Orders, and what ties requests and subscriptions to them.</summary>
internal static class OrderMapping
{
    /// <summary>Filter that keeps what was ordered from the routes of requests.</summary>
    public const string ProposedFilter = "proposed";

    public const string LivePlanIndex = "ux_subscriptions_live_plan";

    public static void MapOrders(this ModelBuilder model)
    {
        model.Entity<Order>().HasIndex(row => row.ConnectionId);
        model.Entity<Request>(request =>
        {
            request.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId);
            request.HasQueryFilter(ProposedFilter, row => row.OrderId == null);
            request.HasIndex(row => row.OrderLineId).IsUnique().HasFilter("order_line_id IS NOT NULL");
        });

        // Two who buy a plan at once: one has it.
        model.Entity<Subscription>()
            .HasIndex(row => row.ConnectionId, LivePlanIndex)
            .IsUnique()
            .HasFilter("reseller_plan IS NOT NULL AND status <> 'Cancelled'");
    }
}
