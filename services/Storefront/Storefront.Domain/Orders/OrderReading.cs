using System.Text.Json.Serialization;

namespace Storefront.Domain;

/// <summary>How far the delivery of a whole order is.</summary>
public enum DeliveryStatus
{
    NotDelivered,
    PartlyDelivered,

    /// <summary>Everything that was not canceled.</summary>
    Delivered,

    Canceled,
}

/// <summary>Why a customer sees no money on an order. The name is a code that clients branch on.</summary>
public enum OrderTotalHiddenReason
{
    /// <summary>The seller placed the order: what it agreed with the customer is not the catalogue's price.</summary>
    [JsonStringEnumMemberName("placed_by_seller")]
    PlacedBySeller,
}

/// <summary>What the two sides of an order are shown of it, and may do with it.</summary>
public static class OrderReading
{
    private static readonly OrderAction[] Offered =
        [OrderAction.Approve, OrderAction.Reject, OrderAction.Withdraw, OrderAction.CompleteLine, OrderAction.Cancel];

    /// <summary>Null where the reader sees unit prices, discounts and the total. A seller always does.</summary>
    public static OrderTotalHiddenReason? ReasonToHide(BoughtBy placedBy, bool readerIsSeller) =>
        placedBy == BoughtBy.Seller && !readerIsSeller ? OrderTotalHiddenReason.PlacedBySeller : null;

    public static DeliveryStatus DeliveryOf(IEnumerable<LineDelivery> lines)
    {
        var left = lines.Where(line => line != LineDelivery.Canceled).ToList();
        var delivered = left.Count(line => line != LineDelivery.Waiting);
        return left.Count == 0 ? DeliveryStatus.Canceled
            : delivered == left.Count ? DeliveryStatus.Delivered
            : delivered > 0 ? DeliveryStatus.PartlyDelivered
            : DeliveryStatus.NotDelivered;
    }

    /// <summary>What the reader's side can do now, its people's roles aside: exactly what would not be refused.</summary>
    public static IReadOnlyList<OrderAction> ActionsFor(OrderState order, bool readerIsSeller) =>
    [
        .. OrderLifecycle.Table.Allowed(order.Status, readerIsSeller ? OrderActor.Seller : OrderActor.Buyer).Where(Offered.Contains).Where(action => action switch
        {
            OrderAction.CompleteLine => order.Lines.Any(line => OrderProgress.Complete(order, line.Id).Refusal is null),
            OrderAction.Cancel => OrderProgress.Cancel(order, null).Refusal is null,
            _ => true,
        }),
    ];
}
