using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;

namespace Billing.Api.Subscriptions;

/// <summary>A partner is on one reseller plan of its seller, or on none.</summary>
internal static class LivePlan
{
    /// <summary>Null where the product is no plan, or one that can be bought. Two at once meet in a unique index.</summary>
    public static async Task<Refusal?> RefusePlan(this BillingDb db, Connection connection, Product product, CancellationToken cancellationToken) =>
        product.ResellerPlan is null
            ? null
            : PlanRules.Buy(
                await db.Organizations.AnyAsync(row => row.Id == connection.BuyerId && row.Kind == OrganizationKind.Partner, cancellationToken),
                await db.Subscriptions.AnyAsync(
                    row => row.ConnectionId == connection.Id && row.ResellerPlan != null && row.Status != SubscriptionStatus.Cancelled, cancellationToken));
}
