using Primitives;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>A subscription with everything that decides what can be done to it, and that an order's line is made of.</summary>
internal sealed record ActionScene(ActionFacts Facts, SubscriptionFacts Subject, IReadOnlyList<SubscriptionFacts> AddOns, IReadOnlyDictionary<Guid, ProductRow> Products)
{
    public Guid ConnectionId => Subject.Subscription.ConnectionId;

    public IReadOnlyList<ActionOffer> Offers() => SubscriptionActions.Offers(Facts);

    /// <summary>The same for the subscription or one of its add-ons, which has none itself.</summary>
    public IReadOnlyList<ActionOffer> OffersOf(Guid subscriptionId) => Facts.AddOns.FirstOrDefault(addOn => addOn.SubscriptionId == subscriptionId) is { } addOn
        ? SubscriptionActions.Offers(Facts with { Subject = addOn, Targets = [], AddOns = [], AddOnProducts = [] })
        : Offers();

    /// <summary>What is permitted, as the line of an order.</summary>
    public NewOrderLine Line(PermittedAction permitted, string? instructions)
    {
        var changed = permitted.SubscriptionId is { } id ? AddOns.Prepend(Subject).Single(facts => facts.Subscription.Id == id).Subscription : null;
        var (unitPrice, discount, interval, planLength) = permitted.Price is { } price
            ? (price.Final, price.Discount, price.Interval, price.PlanLength)
            : PricesOf(changed ?? throw new InvalidOperationException("What is bought has a price."));
        var product = permitted.Product;
        var isPurchase = permitted.Line is LineAction.Buy or LineAction.Increase or LineAction.Upgrade;
        return new NewOrderLine(
            permitted.Line,
            product.Id,
            permitted.Price is null ? changed!.ProductName : product.Name,
            permitted.SubscriptionId,
            permitted.Line == LineAction.Buy ? Subject.Subscription.Id : null,
            MainLineIndex: null,
            permitted.Quantity,
            unitPrice,
            isPurchase ? discount : Money.Zero(unitPrice.Currency),
            interval,
            planLength,
            permitted.Effective,
            permitted.EffectiveOn,
            isPurchase && product.ResellerPlan is null && Products.TryGetValue(product.Id, out var row) && row.Provisioning == Provisioning.Manual,
            product.ResellerPlan,
            instructions);
    }

    /// <summary>Units more cost what the others do.</summary>
    private static (Money UnitPrice, Money Discount, Term Interval, Term PlanLength) PricesOf(SubscriptionRow row)
    {
        var currency = Currency.Parse(row.Currency);
        return (
            new Money(row.UnitPrice, currency),
            new Money(Math.Max((row.ListPrice ?? row.UnitPrice) - row.UnitPrice, 0), currency),
            ActionReader.TermOf(row.Interval)!.Value,
            ActionReader.TermOf(row.PlanLength) ?? ActionReader.TermOf(row.Interval)!.Value);
    }
}
