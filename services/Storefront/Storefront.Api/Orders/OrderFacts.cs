using Primitives;
using Facts = Storefront.Contracts.V1;

namespace Storefront.Api.Orders;

internal static class OrderFacts
{
    /// <summary>The order as the world outside may know it.</summary>
    public static Facts.Order ToFact(this ShopOrder order)
    {
        var currency = Currency.Parse(order.Currency);
        return new Facts.Order(
            order.Id,
            order.Number.ToString(),
            order.ConnectionId,
            order.SellerId,
            order.BuyerId,
            order.PlacedBy.ToWord(),
            order.PlacedById,
            order.Status.ToWord(),
            order.SubmittedAt,
            order.ApprovedAt,
            order.Alias,
            order.BillingQuoteToken,
            [.. order.LinesInOrder().Select(line => line.ToFact(currency))],
            order.CancelCode,
            order.CancelReason);
    }

    private static Facts.OrderLine ToFact(this ShopOrderLine line, Currency currency) => new(
        line.Id,
        line.Action.ToWord(),
        line.ProductId,
        line.ProductName,
        line.SubscriptionId,
        line.MainSubscriptionId,
        line.MainLineId,
        line.Quantity,
        new Money(line.UnitPrice, currency).ToFact(),
        new Money(line.Discount, currency).ToFact(),
        line.Interval.ToWord(),
        line.PlanLength.ToWord(),
        line.Effective.ToWord(),
        line.EffectiveOn,
        line.Delivery.ToWord(),
        line.ResellerPlan?.ToWord());
}
