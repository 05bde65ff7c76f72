namespace Storefront.Domain.Tests;

public sealed class OrderReadingTests
{
    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = new("00000000-0000-0000-0000-000000000002");

    [Theory]
    [InlineData(BoughtBy.Buyer, false, false)]
    [InlineData(BoughtBy.Buyer, true, false)]
    [InlineData(BoughtBy.Seller, false, true)]
    [InlineData(BoughtBy.Seller, true, false)]
    [Trait("Checklist", "S4")]
    public void ReasonToHide_EachPlacerAndReader_HidesSellersOrdersFromBuyers(BoughtBy placedBy, bool readerIsSeller, bool hidden) =>
        Assert.Equal(hidden ? OrderTotalHiddenReason.PlacedBySeller : null, OrderReading.ReasonToHide(placedBy, readerIsSeller));

    [Theory]
    [InlineData(DeliveryStatus.NotDelivered, LineDelivery.Waiting, LineDelivery.Waiting)]
    [InlineData(DeliveryStatus.NotDelivered, LineDelivery.Waiting, LineDelivery.Canceled)]
    [InlineData(DeliveryStatus.PartlyDelivered, LineDelivery.Waiting, LineDelivery.Delivered)]
    [InlineData(DeliveryStatus.PartlyDelivered, LineDelivery.Active, LineDelivery.Waiting)]
    [InlineData(DeliveryStatus.Delivered, LineDelivery.Active, LineDelivery.Delivered)]
    [InlineData(DeliveryStatus.Delivered, LineDelivery.Active, LineDelivery.Canceled)]
    [InlineData(DeliveryStatus.Canceled, LineDelivery.Canceled, LineDelivery.Canceled)]
    [Trait("Checklist", "S5")]
    public void DeliveryOf_TwoLines_LeavesOutWhatWasCanceled(DeliveryStatus expected, LineDelivery first, LineDelivery second) =>
        Assert.Equal(expected, OrderReading.DeliveryOf([first, second]));

    [Theory]
    [InlineData(OrderStatus.PendingApproval, false, LineDelivery.Waiting, LineProvisioning.Manual, OrderWait.Decision)]
    [InlineData(OrderStatus.InProgress, false, LineDelivery.Waiting, LineProvisioning.Manual, OrderWait.Billing)]
    [InlineData(OrderStatus.InProgress, true, LineDelivery.Waiting, LineProvisioning.Manual, OrderWait.Delivery)]
    [InlineData(OrderStatus.InProgress, true, LineDelivery.Delivered, LineProvisioning.Manual, OrderWait.Billing)]
    [InlineData(OrderStatus.InProgress, true, LineDelivery.Active, LineProvisioning.Manual, OrderWait.Delivery)]
    [InlineData(OrderStatus.InProgress, true, LineDelivery.Waiting, LineProvisioning.ResellerPlan, OrderWait.PlanChange)]
    [InlineData(OrderStatus.Executed, true, LineDelivery.Active, LineProvisioning.Manual, null)]
    [InlineData(OrderStatus.Canceled, false, LineDelivery.Canceled, LineProvisioning.Manual, null)]
    public void WaitOf_EachState_SaysWhoseTurnItIs(OrderStatus status, bool isAccepted, LineDelivery first, LineProvisioning provisioning, OrderWait? expected)
    {
        var second = status is OrderStatus.Executed or OrderStatus.Canceled ? first : LineDelivery.Waiting;
        var order = new OrderState(
            status, isAccepted, IsPlanOrdered: false, [new LineState(First, provisioning, null, first), new LineState(Second, provisioning, null, second)]);

        Assert.Equal(expected, OrderReading.WaitOf(order));
    }

    [Theory]
    [InlineData(OrderStatus.PendingApproval, LineDelivery.Waiting, true, "Approve Reject")]
    [InlineData(OrderStatus.PendingApproval, LineDelivery.Waiting, false, "Withdraw")]
    [InlineData(OrderStatus.InProgress, LineDelivery.Waiting, true, "CompleteLine Cancel")]
    [InlineData(OrderStatus.InProgress, LineDelivery.Delivered, true, "")]
    [InlineData(OrderStatus.InProgress, LineDelivery.Waiting, false, "")]
    [InlineData(OrderStatus.Executed, LineDelivery.Active, true, "")]
    [InlineData(OrderStatus.Canceled, LineDelivery.Canceled, true, "")]
    public void ActionsFor_EachStatusAndSide_OffersWhatWouldNotBeRefused(OrderStatus status, LineDelivery delivery, bool readerIsSeller, string expected)
    {
        var order = new OrderState(
            status,
            IsAccepted: true,
            IsPlanOrdered: false,
            [new LineState(First, LineProvisioning.Manual, null, delivery), new LineState(Second, LineProvisioning.Manual, null, delivery)]);

        Assert.Equal(expected, string.Join(' ', OrderReading.ActionsFor(order, readerIsSeller)));
    }
}
