using Microsoft.EntityFrameworkCore;
using Storefront.Api.Orders;

namespace Storefront.Api.Storage;

/// <summary>Orders, their lines and history, their drafts, and how they go on each connection.</summary>
internal static class OrderMapping
{
    public const string UndecidedChangeIndex = "ix_shop_order_line_undecided";

    public static void Map(ModelBuilder model)
    {
        model.Entity<ShopOrder>(order =>
        {
            order.ToTable("shop_order");
            order.Property(row => row.Id).ValueGeneratedNever();
            order.HasIndex(row => new { row.SellerId, row.Number }).IsUnique();
            order.HasIndex(row => new { row.SellerId, row.Id });
            order.HasIndex(row => new { row.BuyerId, row.Id });
            order.HasIndex(row => new { row.ConnectionId, row.Id });
            // What somebody still has to do something about is little, among much that has ended.
            order.HasIndex(row => new { row.SellerId, row.Status, row.Id }).HasFilter("ended_at IS NULL").HasDatabaseName("ix_shop_order_open");
            // So is what waits for one of them, and what one side has that waits for another.
            order.HasIndex(row => new { row.SellerId, row.WaitsFor, row.Id }).HasFilter("waits_for IS NOT NULL").HasDatabaseName("ix_shop_order_sellers_wait");
            order.HasIndex(row => new { row.BuyerId, row.WaitsFor, row.Id }).HasFilter("waits_for IS NOT NULL").HasDatabaseName("ix_shop_order_buyers_wait");
            // What waits for the platform is next to nothing, unless something is wrong.
            order.HasIndex(row => row.WaitsFor).HasFilter("waits_for IN ('Billing', 'PlanChange')").HasDatabaseName("ix_shop_order_waits_for_platform");
            order.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ShopOrderLine>(line =>
        {
            line.ToTable("shop_order_line");
            line.Property(row => row.Id).ValueGeneratedNever();
            line.HasIndex(row => row.OrderId);
            // Whoever orders, and however many at once: a subscription has one change that is undecided.
            line.HasIndex(row => row.SubscriptionId, UndecidedChangeIndex).IsUnique().HasFilter("is_undecided");
        });
        model.Entity<ShopOrderStep>(step =>
        {
            step.ToTable("shop_order_step");
            step.Property(row => row.Id).ValueGeneratedNever();
            step.HasIndex(row => new { row.OrderId, row.Id });
            step.HasOne<ShopOrder>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<OrderSettings>(settings =>
        {
            settings.ToTable("shop_order_settings");
            settings.HasKey(row => row.ConnectionId);
            settings.Property(row => row.ConnectionId).ValueGeneratedNever();
        });
        model.Entity<OrderDraft>(draft =>
        {
            draft.ToTable("shop_order_draft");
            draft.HasIndex(row => new { row.OrganizationId, row.Id });
            draft.Property(row => row.Lines).HasColumnType("jsonb").HasConversion<DraftLinesConverter>();
        });
        model.Entity<OrderCounter>(counter =>
        {
            counter.ToTable("shop_order_counter");
            counter.HasKey(row => row.SellerId);
            counter.Property(row => row.SellerId).ValueGeneratedNever();
        });
    }
}
