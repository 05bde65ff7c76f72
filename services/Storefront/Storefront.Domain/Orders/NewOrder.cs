using Primitives;

namespace Storefront.Domain;

/// <summary>What a line of an order does.</summary>
public enum LineAction
{
    /// <summary>A new subscription, add-on or one-time product.</summary>
    Buy,

    /// <summary>Units more of a subscription.</summary>
    Increase,

    /// <summary>Units less of a subscription.</summary>
    Decrease,

    /// <summary>Units of a subscription become units of another product.</summary>
    Upgrade,

    /// <summary>Units of a subscription end.</summary>
    Cancel,

    /// <summary>What is scheduled for a subscription is called off.</summary>
    Undo,
}

/// <summary>When a line takes effect.</summary>
public enum EffectiveTime
{
    Now,

    /// <summary>With the end of what is charged already.</summary>
    PeriodEnd,

    /// <summary>At the start of a day in the seller's calendar.</summary>
    Date,
}

/// <summary>What somebody wants to order, with prices that the caller has checked; not yet looked at by the rules of orders.</summary>
/// <param name="ConnectionId">Where.</param>
/// <param name="PlacedBy">For which side.</param>
/// <param name="Lines">An add-on follows the line that buys what it belongs to.</param>
/// <param name="Alias">For the storefront of a reseller plan.</param>
/// <param name="BillingQuoteToken">Of Billing's quote, if there was one.</param>
/// <param name="Note">Of who places it, for the other side to read.</param>
/// <param name="IsPlanGiven">The partner has the plan already, by hand: the order only has what is charged follow.</param>
public sealed record NewOrder(
    Guid ConnectionId,
    BoughtBy PlacedBy,
    IReadOnlyList<NewOrderLine> Lines,
    string? Alias = null,
    string? BillingQuoteToken = null,
    string? Note = null,
    bool IsPlanGiven = false);

/// <param name="Action">What it does.</param>
/// <param name="ProductId">What is bought, or what the subscription is to; for an upgrade what it becomes.</param>
/// <param name="ProductName">As it was shown.</param>
/// <param name="SubscriptionId">What it changes; null where it buys.</param>
/// <param name="MainSubscriptionId">For an add-on that is bought: what it belongs to, if that exists already.</param>
/// <param name="MainLineIndex">For an add-on that is bought: the place, from 0, of the line that buys what it belongs to.</param>
/// <param name="Quantity">How many units it is about; 0 for undo.</param>
/// <param name="UnitPrice">What one unit is charged at for one interval. Says nothing for what gives units up.</param>
/// <param name="Discount">List price less unit price, for one unit; never below zero.</param>
/// <param name="Interval">How often it is charged.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="Effective">When.</param>
/// <param name="EffectiveOn">With <see cref="EffectiveTime.Date"/>.</param>
/// <param name="IsManual">The seller completes it by hand.</param>
/// <param name="ResellerPlan">Where the product is one.</param>
/// <param name="Instructions">Of the buyer to the seller.</param>
public sealed record NewOrderLine(
    LineAction Action,
    Guid ProductId,
    string ProductName,
    Guid? SubscriptionId,
    Guid? MainSubscriptionId,
    int? MainLineIndex,
    int Quantity,
    Money UnitPrice,
    Money Discount,
    Term Interval,
    Term PlanLength,
    EffectiveTime Effective = EffectiveTime.Now,
    DateOnly? EffectiveOn = null,
    bool IsManual = false,
    ResellerPlan? ResellerPlan = null,
    string? Instructions = null)
{
    /// <summary>The line gives its buyer something that is paid for.</summary>
    public bool IsPurchase => Action is LineAction.Buy or LineAction.Increase or LineAction.Upgrade;

    /// <summary>The line puts a partner on a reseller plan.</summary>
    public bool IsPlanOrder => ResellerPlan is not null && Action is (LineAction.Buy or LineAction.Upgrade);

    public LineProvisioning Provisioning => IsPlanOrder ? LineProvisioning.ResellerPlan : IsManual ? LineProvisioning.Manual : LineProvisioning.Automatic;

    /// <summary>For the whole quantity and one interval, before tax; zero for what gives units up.</summary>
    public Money Total => IsPurchase ? UnitPrice * Quantity : Money.Zero(UnitPrice.Currency);
}
