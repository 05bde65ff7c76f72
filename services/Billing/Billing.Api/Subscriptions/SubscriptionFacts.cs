using Billing.Domain;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

internal static class SubscriptionFacts
{
    public static Facts.Subscription ToFact(this Subscription subscription) => new(
        subscription.Id,
        subscription.ConnectionId,
        subscription.SellerId,
        subscription.BuyerId,
        subscription.ProductId,
        subscription.ProductName,
        subscription.Quantity,
        subscription.Status.ToWord(),
        subscription.BoughtBy.ToWord(),
        subscription.BoughtAt,
        subscription.TrialEndsAt,
        subscription.UnitPrice.ToFact(),
        subscription.Interval.ToWord(),
        subscription.PlanLength.ToWord(),
        subscription.Charging == ChargeModel.OneTime ? ChargeModel.OneTime.ToWord() : subscription.ProductKind.ToWord(),
        subscription.MainSubscriptionId,
        subscription.ScheduledOn,
        subscription.ScheduledQuantity,
        subscription.ResellerPlan?.ToWord(),
        subscription.OrderId);
}
