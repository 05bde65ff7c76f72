using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Dashboard;

/// <summary>Where each figure's whole list is.</summary>
internal sealed record DashboardLinks(string Orders, string Subscriptions, string Assets);

/// <param name="RecentOrders">The last five, newest first.</param>
/// <param name="Orders">How many there are.</param>
/// <param name="OrdersToWaitFor">Of these, how many are not decided or not delivered yet.</param>
/// <param name="Subscriptions">How many there are, add-ons not counted.</param>
internal sealed record DashboardView(
    IReadOnlyList<OrderView> RecentOrders, long Orders, long OrdersToWaitFor, SubscriptionCounts Subscriptions, long Assets, DashboardLinks Links);

/// <summary>What a customer sees first of its billing, in one call.</summary>
internal static class GetDashboard
{
    private const int Recent = 5;
    private const string Root = "/api/storefront/v1";

    private static readonly DashboardLinks Links = new($"{Root}/orders?side=buyer", $"{Root}/subscriptions", $"{Root}/assets");

    public static async Task<Ok<DashboardView>> Handle(Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var organization = caller.OrganizationId;
        var recent = await db.Orders.AsNoTracking().Where(order => order.BuyerId == organization).OrderByDescending(order => order.Id).Take(Recent)
            .Select(OrderListing.From(db)).ToListAsync(cancellationToken);
        var orders = await db.CountedOrders.Where(row => row.BuyerId == organization).GroupBy(row => row.Status)
            .Select(group => new { group.Key, Count = group.Sum(row => row.Count) }).ToListAsync(cancellationToken);
        var bought = db.CountsOn(Side.Bought, caller);
        var subscriptions = await SubscriptionCounts.Of(
            CountedSubscriptions.Of(bought.Where(row => !row.IsUnderMain && row.Kind != SubscriptionKind.OneTime)), cancellationToken);
        var assets = await bought.Where(row => row.Kind == SubscriptionKind.OneTime).SumAsync(row => row.Count, cancellationToken);
        return TypedResults.Ok(new DashboardView(
            [.. recent.Select(listing => listing.ToView(caller))],
            orders.Sum(status => status.Count),
            orders.Where(status => status.Key is OrderStatus.PendingApproval or OrderStatus.InProgress).Sum(status => status.Count),
            subscriptions,
            assets,
            Links));
    }
}
