using Primitives;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>What one subscription costs, as the caller sees it: all of it, or nothing and why.</summary>
/// <param name="UnitPrice">The list price of one unit and one interval, or "-".</param>
/// <param name="Discount">For the whole quantity, or "-".</param>
/// <param name="FinalUnitPrice">What one unit is charged at, or "-".</param>
/// <param name="Total">For the whole quantity and one interval, before tax, or "-".</param>
/// <param name="HiddenReason">Why they are "-"; null where they are shown.</param>
internal sealed record ShownCharges(ShownPrice UnitPrice, ShownPrice Discount, ShownPrice FinalUnitPrice, ShownPrice Total, PriceHiddenReason? HiddenReason);

/// <summary>A change that is still to come.</summary>
/// <param name="On">First day on which it counts, in the seller's calendar.</param>
/// <param name="Quantity">Units left from then on; 0 where it ends.</param>
internal sealed record ScheduledChangeView(DateOnly On, int Quantity);

/// <summary>A subscription as its customer sees it. Its seller sees the same, with money always.</summary>
/// <param name="LogoUrl">Of the product's picture; null without one.</param>
/// <param name="CustomerName">Null until Storefront has heard of the connection.</param>
/// <param name="UnitPrice">The list price of one unit and one interval, or "-".</param>
/// <param name="Discount">For the whole quantity, or "-".</param>
/// <param name="Total">For the whole quantity and one interval, before tax, or "-".</param>
/// <param name="PriceHiddenReason">Why the three are "-"; null where they are shown.</param>
/// <param name="OrderId">The order that made it, if one did.</param>
/// <param name="AddOns">Oldest first. Of a subscription that lives, in a list, those that are not cancelled; of one that ended, and in its detail, all.</param>
internal sealed record SubscriptionView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    string? SellerName,
    Guid CustomerId,
    string? CustomerName,
    Guid ProductId,
    string Name,
    string? LogoUrl,
    SubscriptionKind Kind,
    Guid? MainSubscriptionId,
    int Quantity,
    SubscriptionStatus Status,
    string Interval,
    string PlanLength,
    DateTimeOffset BoughtAt,
    DateTimeOffset? TrialEndsAt,
    ScheduledChangeView? ScheduledChange,
    ResellerPlan? ResellerPlan,
    Guid? OrderId,
    ShownPrice UnitPrice,
    ShownPrice Discount,
    ShownPrice Total,
    PriceHiddenReason? PriceHiddenReason,
    IReadOnlyList<AddOnView> AddOns);

/// <summary>An add-on under what it belongs to; its prices as there.</summary>
internal sealed record AddOnView(
    Guid Id,
    Guid ProductId,
    string Name,
    string? LogoUrl,
    int Quantity,
    SubscriptionStatus Status,
    string Interval,
    ScheduledChangeView? ScheduledChange,
    ShownPrice UnitPrice,
    ShownPrice Discount,
    ShownPrice Total,
    PriceHiddenReason? PriceHiddenReason);
