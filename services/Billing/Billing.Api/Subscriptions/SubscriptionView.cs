using Billing.Domain;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <summary>A subscription as its two sides see it.</summary>
/// <param name="RequestId">The agreement. Of an order it is its line, which is read with the order.</param>
/// <param name="BoughtAt">When it was agreed and activated.</param>
/// <param name="FirstUsedAt">Null as long as nothing of it was used.</param>
/// <param name="TrialEndsAt">Null without a trial, and until first use.</param>
/// <param name="BilledFrom">Null while the buyer does not pay yet.</param>
/// <param name="UnitPrice">What the buyer pays for one unit and one interval.</param>
/// <param name="MainSubscriptionId">What an add-on belongs to.</param>
/// <param name="ScheduledOn">First day of a change that is still to come; null where there is none.</param>
/// <param name="ScheduledQuantity">Units left from then on; 0 where it ends.</param>
/// <param name="ResellerPlan">What its buyer is on by having it; null for any other product.</param>
/// <param name="OrderId">The order that made it; null where a request did.</param>
internal sealed record SubscriptionView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    Guid RequestId,
    Guid ProductId,
    string ProductName,
    ProductKind ProductKind,
    ChargeModel Charging,
    int Quantity,
    SubscriptionStatus Status,
    BoughtBy BoughtBy,
    DateTimeOffset BoughtAt,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset? BilledFrom,
    Money UnitPrice,
    Term Interval,
    Term PlanLength,
    Guid? MainSubscriptionId,
    DateOnly? ScheduledOn,
    int? ScheduledQuantity,
    ResellerPlan? ResellerPlan,
    Guid? OrderId,
    long Version) : IVersionedView
{
    public static SubscriptionView Of(Subscription subscription) => new(
        subscription.Id,
        subscription.ConnectionId,
        subscription.SellerId,
        subscription.BuyerId,
        subscription.RequestId,
        subscription.ProductId,
        subscription.ProductName,
        subscription.ProductKind,
        subscription.Charging,
        subscription.Quantity,
        subscription.Status,
        subscription.BoughtBy,
        subscription.BoughtAt,
        subscription.FirstUsedAt,
        subscription.TrialEndsAt,
        subscription.BilledFrom,
        subscription.UnitPrice,
        subscription.Interval,
        subscription.PlanLength,
        subscription.MainSubscriptionId,
        subscription.ScheduledOn,
        subscription.ScheduledQuantity,
        subscription.ResellerPlan,
        subscription.OrderId,
        subscription.Version);
}
