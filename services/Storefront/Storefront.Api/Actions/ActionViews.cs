using Primitives;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>What can be done, within what bounds; or why not.</summary>
/// <param name="Code">Stable; null where it is offered. Performing it is refused with the same.</param>
/// <param name="SmallestQuantity">Null where the action is not about units.</param>
/// <param name="Effective">When it can take effect, the usual first; empty where that is not asked.</param>
/// <param name="EarliestOn">First day that effectiveOn can name.</param>
/// <param name="Products">To choose productId from.</param>
/// <param name="AddOns">To choose addOnSubscriptionId from.</param>
internal sealed record ActionView(
    SubscriptionAction Action,
    bool IsOffered,
    string? Code,
    string? Detail,
    int? SmallestQuantity,
    int? LargestQuantity,
    IReadOnlyList<EffectiveTime> Effective,
    DateOnly? EarliestOn,
    IReadOnlyList<OfferedProductView> Products,
    IReadOnlyList<OfferedAddOnView> AddOns)
{
    public static ActionView Of(ActionOffer offer) => new(
        offer.Action,
        offer.IsOffered,
        offer.Refusal?.Code,
        offer.Refusal?.Detail,
        offer.Units?.Smallest,
        offer.Units?.Largest,
        offer.Effective ?? [],
        offer.EarliestOn,
        [.. offer.Products.Select(OfferedProductView.Of)],
        [.. offer.AddOns.Select(addOn => new OfferedAddOnView(addOn.SubscriptionId, addOn.Units.Smallest, addOn.Units.Largest, addOn.Effective, addOn.EarliestOn))]);
}

/// <param name="UnitPrice">The list price of one unit and one interval.</param>
/// <param name="Discount">Of one unit.</param>
/// <param name="FinalUnitPrice">What one unit is charged at.</param>
internal sealed record OfferedProductView(
    Guid ProductId, string Name, Money UnitPrice, Money Discount, Money FinalUnitPrice, Term Interval, Term PlanLength, int SmallestQuantity, int LargestQuantity)
{
    public static OfferedProductView Of(ProductOffer offer) => new(
        offer.Product.Id,
        offer.Product.Name,
        offer.Price.List,
        offer.Price.Discount,
        offer.Price.Final,
        offer.Price.Interval,
        offer.Price.PlanLength,
        offer.Units.Smallest,
        offer.Units.Largest);
}

internal sealed record OfferedAddOnView(Guid SubscriptionId, int SmallestQuantity, int LargestQuantity, IReadOnlyList<EffectiveTime> Effective, DateOnly? EarliestOn);

/// <summary>Everything that can be done to a subscription, and why not the rest.</summary>
internal sealed record SubscriptionActionsView(
    Guid SubscriptionId, string Name, int Quantity, SubscriptionStatus Status, ScheduledChangeView? ScheduledChange, IReadOnlyList<ActionView> Actions);

/// <summary>What a customer wants to do.</summary>
/// <param name="Quantity">Units that are bought, given up or upgraded; left out for all, where that can be meant.</param>
/// <param name="ProductId">What to upgrade to, or which add-on to buy.</param>
/// <param name="AddOnSubscriptionId">Which add-on to decrease or to cancel.</param>
/// <param name="Effective">Left out for the first of those that are offered.</param>
/// <param name="EffectiveOn">With effective date: first day on which it counts, in the seller's calendar.</param>
/// <param name="Instructions">For the seller to read.</param>
/// <param name="QuoteToken">From a preview: refused with price_changed if it would not cost that any more.</param>
/// <param name="BillingQuoteToken">From Billing's quote of the same lines: charged exactly that, tax and proration included, or not at all.</param>
internal sealed record ActionBody(
    SubscriptionAction Action,
    int? Quantity = null,
    Guid? ProductId = null,
    Guid? AddOnSubscriptionId = null,
    EffectiveTime? Effective = null,
    DateOnly? EffectiveOn = null,
    string? Instructions = null,
    string? QuoteToken = null,
    string? BillingQuoteToken = null)
{
    public const int LongestInstructions = 2000;

    public ActionWish ToWish() => new(Action, Quantity, ProductId, AddOnSubscriptionId, Effective, EffectiveOn);
}
