using System.Linq.Expressions;
using Primitives;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>An order in a list.</summary>
/// <param name="Number">Without gaps per seller.</param>
/// <param name="PlacedBy">For which side it was ordered.</param>
/// <param name="SubmittedAt">The order date, in realm time.</param>
/// <param name="EndedAt">When it was executed or canceled.</param>
/// <param name="Total">What one interval of it costs before tax; null where the reader is not shown it.</param>
/// <param name="TotalHiddenReason">Why the total is null; null where it is shown.</param>
/// <param name="WaitsFor">Whose turn it is: the seller's decision or delivery, or the platform's (billing, planChange), which takes seconds. Null once it has ended.</param>
/// <param name="WaitsSince">Since when, in realm time.</param>
internal sealed record OrderView(
    Guid Id,
    string Number,
    Guid ConnectionId,
    Guid SellerId,
    string? SellerName,
    Guid BuyerId,
    string? BuyerName,
    BoughtBy PlacedBy,
    OrderStatus Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    Money? Total,
    OrderTotalHiddenReason? TotalHiddenReason,
    string? CancelCode,
    OrderWait? WaitsFor,
    DateTimeOffset? WaitsSince,
    long Version);

/// <summary>What the view is made of, as one query finds it.</summary>
internal sealed record OrderListing(ShopOrder Order, string? SellerName, string? BuyerName)
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<ShopOrder, OrderListing>> From(StorefrontDb db) => order => new OrderListing(
        order,
        db.Connections.Where(connection => connection.Id == order.ConnectionId).Select(connection => connection.SellerName).FirstOrDefault(),
        db.Connections.Where(connection => connection.Id == order.ConnectionId).Select(connection => connection.BuyerName).FirstOrDefault());

    public OrderView ToView(Caller caller)
    {
        var hidden = OrderReading.ReasonToHide(Order.PlacedBy, caller.OrganizationId == Order.SellerId);
        return new OrderView(
            Order.Id,
            Order.Number.ToString(),
            Order.ConnectionId,
            Order.SellerId,
            SellerName,
            Order.BuyerId,
            BuyerName,
            Order.PlacedBy,
            Order.Status,
            Order.SubmittedAt,
            Order.EndedAt,
            hidden is null ? Order.TotalAmount : null,
            hidden,
            Order.CancelCode,
            Order.WaitsFor,
            Order.WaitsSince,
            Order.Version);
    }
}
