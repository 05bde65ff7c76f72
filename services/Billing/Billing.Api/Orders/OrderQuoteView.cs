using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Orders;

/// <summary>What an order will cost, line by line and all together, with tax, as the caller may see it.</summary>
/// <param name="Lines">In the order in which they were asked about.</param>
/// <param name="Now">What is charged at once when all of it is delivered; documents with a negative total are credit notes.</param>
/// <param name="Next">What the next period is charged.</param>
/// <param name="Cost">For the seller alone: what it pays itself.</param>
/// <param name="IsEstimate">The day on which charging begins is not known yet: dates may shift.</param>
/// <param name="Token">Order with it to be charged exactly this, or be refused with price_changed.</param>
internal sealed record OrderQuoteView(
    Guid ConnectionId,
    IReadOnlyList<OrderQuoteLineView> Lines,
    IReadOnlyList<QuotedDocumentView> Now,
    IReadOnlyList<QuotedDocumentView> Next,
    QuotedCostView? Cost,
    bool IsEstimate,
    DateTimeOffset ExpiresAt,
    string? Token)
{
    public static OrderQuoteView Of(PlannedOrder order, QuoteView quote) => new(
        quote.ConnectionId, [.. order.Lines.Select(OrderQuoteLineView.Of)], quote.Now, quote.Next, quote.Cost, quote.IsEstimate, quote.ExpiresAt, quote.Token);
}

/// <param name="Quantity">Units that the action is about.</param>
/// <param name="UnitPrice">What one unit costs for one interval.</param>
/// <param name="ListPrice">What it costs everybody else; null where the subscription keeps the price it was sold at.</param>
/// <param name="Discount">List price less unit price, never below zero; null where there is no list price.</param>
/// <param name="Before">Null where it buys.</param>
/// <param name="After">Of an upgrade of some units, those; of a cancellation what is left, which may be 0 units.</param>
/// <param name="EffectiveOn">First day on which it counts; null for at once.</param>
internal sealed record OrderQuoteLineView(
    OrderAction Action,
    Guid ProductId,
    string ProductName,
    Guid? SubscriptionId,
    int Quantity,
    Money UnitPrice,
    Money? ListPrice,
    Money? Discount,
    RequestedStateView? Before,
    RequestedStateView After,
    DateOnly? EffectiveOn)
{
    public static OrderQuoteLineView Of(PlannedOrderLine line) => new(
        line.Line.Action,
        line.Request.After.ProductId,
        line.Request.After.ProductName,
        line.Request.SubscriptionId,
        line.Line.Quantity,
        line.Request.After.UnitPrice,
        line.Price?.List.Unit,
        line.Price?.Discount,
        line.Request.Before is { } before ? RequestedStateView.Of(before) : null,
        RequestedStateView.Of(line.Request.After),
        line.Request.EffectiveOn);
}
