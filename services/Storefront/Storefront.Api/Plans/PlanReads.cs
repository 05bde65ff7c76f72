using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <summary>What is known of a partner's plan on one connection.</summary>
internal static class PlanReads
{
    /// <param name="connection">One that the caller was found to see.</param>
    public static async Task<PlanPartner> PlanPartnerOf(this StorefrontDb db, ConnectionRow connection, CancellationToken cancellationToken)
    {
        var partner = await db.Sellers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == connection.BuyerId, cancellationToken);
        var charged = await db.PlanSubscriptionOf(connection.Id, cancellationToken);
        var held = charged is null ? null : await db.HeldBy(charged.Id, charged.ProductId, charged.ResellerPlan.GetValueOrDefault(), cancellationToken);
        return new PlanPartner(partner?.Plan, partner?.Alias, partner is not null && partner.ParentId == connection.SellerId, held);
    }

    /// <summary>There is at most one that has not ended.</summary>
    public static Task<SubscriptionRow?> PlanSubscriptionOf(this StorefrontDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db.Subscriptions.AsNoTracking()
            .Where(row => row.ConnectionId == connectionId && row.ResellerPlan != null && row.Status != SubscriptionStatus.Cancelled)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);

    public static async Task<HeldPlan> HeldBy(this StorefrontDb db, Guid subscriptionId, Guid productId, ResellerPlan plan, CancellationToken cancellationToken)
    {
        var product = await db.Products.AsNoTracking().SingleOrDefaultAsync(row => row.Id == productId, cancellationToken);
        return new HeldPlan(subscriptionId, plan, product?.UpgradeTargets ?? []);
    }

    /// <summary>Plan products that a seller can sell, by plan; null stands for every one.</summary>
    /// <param name="sellerId">The operator, which sells all of them, or a partner, which sells what is shared.</param>
    public static async Task<List<ProductRow>> PlanProductsOf(this StorefrontDb db, Guid sellerId, ResellerPlan? plan, CancellationToken cancellationToken)
    {
        var products = await db.Products.AsNoTracking()
            .Where(row => row.ResellerPlan != null && (plan == null || row.ResellerPlan == plan) && (row.SharedWithResellers || row.ManagedById == sellerId))
            .ToListAsync(cancellationToken);
        return [.. products.OrderBy(row => row.ResellerPlan).ThenBy(row => row.Id)];
    }

    /// <summary>Those of the products that the seller shows in its catalogue.</summary>
    public static Task<HashSet<Guid>> PublishedAmong(this StorefrontDb db, Guid sellerId, IReadOnlyCollection<Guid> productIds, CancellationToken cancellationToken) =>
        db.PublishedProducts.Where(row => row.SellerId == sellerId && productIds.Contains(row.ProductId)).Select(row => row.ProductId).ToHashSetAsync(cancellationToken);

    /// <summary>An order for a plan that has not ended; null where none is open.</summary>
    public static Task<Guid?> OpenPlanOrderOf(this StorefrontDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db.Orders
            .Where(order => order.ConnectionId == connectionId && order.EndedAt == null && order.Lines.Any(line => line.ResellerPlan != null))
            .Select(order => (Guid?)order.Id)
            .FirstOrDefaultAsync(cancellationToken);
}
