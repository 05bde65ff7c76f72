using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Api.Subscriptions;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;

namespace Billing.Api.Storage;

internal static class SubscriptionMapping
{
    public static void MapSubscriptions(this ModelBuilder model)
    {
        MapRequests(model);
        model.Entity<Subscription>(subscription =>
        {
            subscription.HasIndex(row => new { row.SellerId, row.Id });
            subscription.HasIndex(row => new { row.BuyerId, row.Id });
            subscription.HasIndex(row => row.ConnectionId);
            subscription.HasIndex(row => row.RequestId).IsUnique();
            subscription.HasOne<Subscription>().WithMany().HasForeignKey(row => row.MainSubscriptionId);
        });
        model.Entity<ScheduledChange>(change =>
        {
            change.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId);
            change.HasIndex(row => row.SubscriptionId, BillingDb.ScheduledChangeIndex).IsUnique().HasFilter("status = 'Pending'");
        });
        model.Entity<SubscriptionHistoryEntry>(entry =>
        {
            entry.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId);
            entry.HasIndex(row => new { row.SubscriptionId, row.Id });
        });
        model.Entity<UsageEvent>(usage =>
        {
            usage.HasKey(row => new { row.SubscriptionId, row.EventId });
            usage.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId);
        });
        model.MapAudit().Property(row => row.PersonId).IsRequired();
        model.Entity<QuoteKey>().HasKey(row => row.RealmId);
    }

    private static void MapRequests(ModelBuilder model)
    {
        model.Entity<Request>(request =>
        {
            request.ComplexProperty(row => row.Outcome);
            request.ComplexProperty(row => row.Failure);
            request.HasIndex(row => new { row.SellerId, row.Id });
            request.HasIndex(row => new { row.BuyerId, row.Id });
            request.HasIndex(row => row.ConnectionId);

            // Whoever proposes, and however many at once: a subscription has one change to be decided or to come into effect.
            request.HasIndex(row => row.SubscriptionId, BillingDb.UndecidedChangeIndex).IsUnique().HasFilter("status IN ('Pending', 'Approved')");
        });
        model.Entity<RequestMargin>(margin =>
        {
            margin.HasKey(row => row.RequestId);
            margin.HasOne<Request>().WithOne().HasForeignKey<RequestMargin>(row => row.RequestId);
        });
    }
}
