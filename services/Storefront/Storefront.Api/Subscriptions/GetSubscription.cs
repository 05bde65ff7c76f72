using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Actions;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>One product of a subscription: the main one or an add-on.</summary>
/// <param name="UnitPrice">The list price of one unit and one interval, or "-".</param>
/// <param name="Discount">Of one unit, or "-".</param>
/// <param name="FinalUnitPrice">What one unit is charged at, or "-".</param>
/// <param name="Total">For the whole quantity and one interval, before tax, or "-".</param>
/// <param name="Actions">What can be done to it now; nothing for its seller, who proposes changes to the customer instead.</param>
internal sealed record ChargedProduct(
    Guid SubscriptionId,
    Guid ProductId,
    string Name,
    string? LogoUrl,
    SubscriptionKind Kind,
    int Quantity,
    SubscriptionStatus Status,
    string Interval,
    ShownPrice UnitPrice,
    ShownPrice Discount,
    ShownPrice FinalUnitPrice,
    ShownPrice Total,
    PriceHiddenReason? PriceHiddenReason,
    IReadOnlyList<SubscriptionAction> Actions)
{
    public static ChargedProduct Of(SubscriptionFacts facts, Guid organizationId, IReadOnlyList<ActionOffer> offers)
    {
        var row = facts.Subscription;
        var one = facts.Charges(facts.ReasonToHideFrom(organizationId), row.UnitPrice, quantity: 1);
        return new ChargedProduct(
            row.Id,
            row.ProductId,
            row.ProductName,
            facts.LogoUrl,
            row.Kind,
            row.Quantity,
            row.Status,
            row.Interval,
            one.UnitPrice,
            one.Discount,
            one.FinalUnitPrice,
            facts.ChargesFor(organizationId).Total,
            one.HiddenReason,
            [.. offers.Where(offer => offer.IsOffered).Select(offer => offer.Action)]);
    }
}

/// <summary>What is charged together.</summary>
/// <param name="Total">Before tax; "-" where a part of it is not shown.</param>
internal sealed record ChargesSummary(string Interval, string Currency, ShownPrice Total);

/// <param name="Charges">What the main product and its add-ons cost together, by interval. What was charged stands on Billing's invoices.</param>
/// <param name="Products">The main product, then its add-ons, the cancelled ones too.</param>
internal sealed record SubscriptionDetail(SubscriptionView Subscription, IReadOnlyList<ChargesSummary> Charges, IReadOnlyList<ChargedProduct> Products);

/// <summary>One subscription, with everything that belongs to it.</summary>
internal static class GetSubscription
{
    public static async Task<Results<Ok<SubscriptionDetail>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, SubscriptionReader reader, ActionReader actions, CancellationToken cancellationToken)
    {
        if (await reader.Find(id, cancellationToken) is not var (subscription, addOns))
        {
            return Problems.NotFound("subscription");
        }

        var organization = caller.OrganizationId;
        var scene = subscription.Subscription.BuyerId == organization ? await actions.Of(subscription, addOns, cancellationToken) : null;
        return TypedResults.Ok(new SubscriptionDetail(
            subscription.ToView(organization, [.. addOns.Select(addOn => addOn.ToAddOn(organization))]),
            Summarize([subscription, .. addOns.Where(addOn => addOn.Subscription.Status != SubscriptionStatus.Cancelled)], organization),
            [.. addOns.Prepend(subscription).Select(facts => ChargedProduct.Of(facts, organization, scene?.OffersOf(facts.Subscription.Id) ?? []))]));
    }

    private static IReadOnlyList<ChargesSummary> Summarize(IReadOnlyList<SubscriptionFacts> parts, Guid organizationId) =>
    [
        .. parts.GroupBy(part => (part.Subscription.Interval, part.Subscription.Currency), (terms, group) =>
        {
            var totals = group.Select(part => part.ChargesFor(organizationId).Total.Amount).ToList();
            return new ChargesSummary(terms.Interval, terms.Currency, new ShownPrice(totals.Aggregate((sum, total) => sum is { } a && total is { } b ? a + b : null)));
        }),
    ];
}
