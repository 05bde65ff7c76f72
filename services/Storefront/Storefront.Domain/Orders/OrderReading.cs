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

/// <summary>Whose turn it is with an order.</summary>
public enum OrderWait
{
    /// <summary>The seller's, to agree or not.</summary>
    Decision,

    /// <summary>The seller's, to deliver by hand.</summary>
    Delivery,

    /// <summary>Billing's, to take the order, or to charge for what was delivered.</summary>
    Billing,

    /// <summary>Orgs', to put the partner on the plan.</summary>
    PlanChange,
}

/// <summary>What the two sides of an order are shown of it, and may do with it.</summary>
public static class OrderReading
{
    private static readonly OrderAction[] Offered =
        [OrderAction.Approve, OrderAction.Reject, OrderAction.Withdraw, OrderAction.CompleteLine, OrderAction.Cancel];

    /// <summary>Null where the reader sees unit prices, discounts and the total. A seller always does.</summary>
    public static OrderTotalHiddenReason? ReasonToHide(BoughtBy placedBy, bool readerIsSeller) =>
        placedBy == BoughtBy.Seller && !readerIsSeller ? OrderTotalHiddenReason.PlacedBySeller : null;

    /// <summary>Null once it has ended. What the platform owes comes before what the seller does: that is over in seconds, or something is wrong.</summary>
    public static OrderWait? WaitOf(OrderState order) => order switch
    {
        { Status: OrderStatus.PendingApproval } => OrderWait.Decision,
        { Status: not OrderStatus.InProgress } => null,
        { IsAccepted: false } => OrderWait.Billing,
        _ when order.Lines.Any(line => line.Delivery == LineDelivery.Delivered) => OrderWait.Billing,
        _ when order.Lines.Any(line => line is { Provisioning: LineProvisioning.ResellerPlan, Delivery: LineDelivery.Waiting }) => OrderWait.PlanChange,
        _ => OrderWait.Delivery,
    };

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
