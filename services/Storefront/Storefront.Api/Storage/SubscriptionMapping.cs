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
            subscription.HasIndex(row => new { row.BuyerId, row.Id });
            subscription.HasIndex(row => new { row.SellerId, row.Id });
            subscription.HasIndex(row => row.MainSubscriptionId).HasFilter("main_subscription_id IS NOT NULL");
        });
        model.Entity<PurchaseRow>(purchase =>
        {
            purchase.ToTable("purchase");
            purchase.HasKey(row => new { row.SubscriptionId, row.Version });
            purchase.HasIndex(row => new { row.MainSubscriptionId, row.At, row.SubscriptionId, row.Version }).HasFilter("kind IS NOT NULL");
        });
        model.Entity<UndecidedRequestRow>(request =>
        {
            request.ToTable("undecided_request");
            request.HasIndex(row => row.SubscriptionId).HasFilter("is_undecided");
        });
    }
}
