using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Web;
using Storefront.Api.Mails;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Status;

/// <summary>An order as whoever has the link of its confirmation sees it: how it is going, and no names of people.</summary>
/// <param name="Total">What one interval costs before tax; null where the seller placed the order.</param>
/// <param name="Reason">Why it was canceled, in the seller's words.</param>
internal sealed record OrderStatusView(
    string Number,
    string ShopName,
    string? SupportEmail,
    Domain.OrderStatus Status,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? EndedAt,
    Money? Total,
    string? Code,
    string? Reason,
    IReadOnlyList<OrderStatusLineView> Lines);

internal sealed record OrderStatusLineView(LineAction Action, string ProductName, int Quantity, LineDelivery Delivery);

/// <summary>The page that a confirmation links to.</summary>
internal static class OrderStatus
{
    public static async Task<Results<Ok<OrderStatusView>, ProblemHttpResult>> Get(string token, StatusLinks links, StorefrontDb db, CancellationToken cancellationToken) =>
        await View(token, links, db, cancellationToken) is { } view ? TypedResults.Ok(view) : Problems.NotFound("order");

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Page(
        string token, HttpContext http, StatusLinks links, StorefrontDb db, CancellationToken cancellationToken)
    {
        if (await View(token, links, db, cancellationToken) is not { } view)
        {
            return Problems.NotFound("order");
        }

        http.Response.Headers.ContentSecurityPolicy = OrderStatusPage.Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // The address is the secret: it must not travel on.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(OrderStatusPage.Of(view), "text/html; charset=utf-8");
    }

    private static async Task<OrderStatusView?> View(string token, StatusLinks links, StorefrontDb db, CancellationToken cancellationToken)
    {
        if (await links.Open(token, cancellationToken) is not { } linked)
        {
            return null;
        }

        var order = await db.Orders.AsNoTracking().Include(row => row.Lines).SingleOrDefaultAsync(row => row.Id == linked.OrderId, cancellationToken);
        if (order is null)
        {
            return null;
        }

        var shop = await Letterhead.Of(db, order.SellerId, cancellationToken);
        return new OrderStatusView(
            order.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            shop.Name,
            shop.SupportEmail,
            order.Status,
            order.SubmittedAt,
            order.EndedAt,
            order.PlacedBy == BoughtBy.Seller ? null : order.TotalAmount,
            order.CancelCode,
            order.CancelReason,
            [.. order.LinesInOrder().Select(line => new OrderStatusLineView(line.Action, line.ProductName, line.Quantity, line.Delivery))]);
    }
}
