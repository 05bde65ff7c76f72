using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Storage;

/// <summary>What was bought, and what about it is undecided.</summary>
internal static class SubscriptionMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SubscriptionRow>(subscription =>
        {
            subscription.ToTable("subscription");
            subscription.Property(row => row.NextChangeOn).HasComputedColumnSql("coalesce(scheduled_on, 'infinity')", stored: true);
            // What a list shows, in each order it can be had in: add-ons stand under what they belong to, and what was bought once has a list of its own.
            const string Listed = "main_subscription_id IS NULL AND kind <> 'OneTime'";
            subscription.HasIndex(row => new { row.BuyerId, row.BoughtAt, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.BuyerId, row.ProductName, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.BuyerId, row.Status, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.BuyerId, row.Quantity, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.BuyerId, row.NextChangeOn, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.SellerId, row.BoughtAt, row.Id }).HasFilter(Listed);
            // The same of one status, of one product, of add-ons alone: a page of them is not picked out of all that an account has.
            subscription.HasIndex(row => new { row.BuyerId, row.Status, row.BoughtAt, row.Id }).HasFilter(Listed);
            subscription.HasIndex(row => new { row.BuyerId, row.ProductId, row.BoughtAt, row.Id }).HasFilter(Listed).IncludeProperties(row => new { row.RealmId, row.Status });
            subscription.HasIndex(row => new { row.BuyerId, row.BoughtAt, row.Id }, "ix_subscription_add_ons").HasFilter("kind = 'AddOn'");
            subscription.HasIndex(row => new { row.BuyerId, row.Id });
            subscription.HasIndex(row => new { row.SellerId, row.Id });
            subscription.HasIndex(row => new { row.BuyerId, row.Id }, "ix_subscription_assets").HasFilter("kind = 'OneTime'");
            // What was bought a moment before its price was told, and what has no list price yet: little, among all that was bought of a product.
            subscription.HasIndex(row => new { row.ProductId, row.BoughtAt });
            subscription.HasIndex(row => row.ProductId, "ix_subscription_without_list_price").HasFilter("list_price IS NULL");
            subscription.HasIndex(row => row.MainSubscriptionId).HasFilter("main_subscription_id IS NOT NULL");
        });
        model.Entity<PurchaseRow>(purchase =>
        {
            purchase.ToTable("purchase");
            purchase.HasKey(row => new { row.SubscriptionId, row.Version });
            purchase.HasIndex(row => new { row.MainSubscriptionId, row.At, row.Id }).HasFilter("kind IS NOT NULL");
        });
        model.Entity<UndecidedRequestRow>(request =>
        {
            request.ToTable("undecided_request");
            request.HasIndex(row => row.SubscriptionId).HasFilter("is_undecided");
        });
    }
}
