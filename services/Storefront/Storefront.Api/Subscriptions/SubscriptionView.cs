using System.Linq.Expressions;
using Primitives;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>A subscription as its customer sees it.</summary>
/// <param name="UnitPrice">The list price of one unit and one interval, or "-".</param>
/// <param name="Discount">For the whole quantity, or "-".</param>
/// <param name="Total">For the whole quantity and one interval, before tax, or "-".</param>
/// <param name="PriceHiddenReason">Why the three are "-"; null where they are shown.</param>
internal sealed record SubscriptionView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    string? SellerName,
    Guid ProductId,
    string Name,
    int Quantity,
    SubscriptionStatus Status,
    string Interval,
    DateTimeOffset BoughtAt,
    DateTimeOffset? TrialEndsAt,
    ShownPrice UnitPrice,
    ShownPrice Discount,
    ShownPrice Total,
    PriceHiddenReason? PriceHiddenReason);

/// <summary>Everything the view is decided from, as one query finds it.</summary>
internal sealed record SubscriptionFacts(SubscriptionRow Subscription, SellerRow? Seller, bool IsListed, IReadOnlyList<ListPrice>? ListPrices)
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<SubscriptionRow, SubscriptionFacts>> From(StorefrontDb db) => subscription => new SubscriptionFacts(
        subscription,
        db.Sellers.FirstOrDefault(seller => seller.Id == subscription.SellerId),
        db.PublishedProducts.Any(published => published.SellerId == subscription.SellerId && published.ProductId == subscription.ProductId),
        db.Products.Where(product => product.Id == subscription.ProductId).Select(product => product.Prices).FirstOrDefault());

    public SubscriptionView ToView()
    {
        // A partner that fell below Standard keeps its listings, but has no catalogue that shows them.
        var hasCatalogue = Seller is not null && SellerStandings.Of(Seller.IsOperator, Seller.Plan) == SellerStanding.WithCatalogue;
        var hidden = PriceVisibility.ReasonToHide(new Sale(Subscription.BoughtBy, Subscription.BoughtAt, Seller?.StandardSince, IsListed && hasCatalogue));
        var currency = Currency.Parse(Subscription.Currency);
        var list = Domain.ListPrices.InForce(ListPrices ?? [], currency, Subscription.Interval, Subscription.BoughtAt);
        var charges = Charges.Of(list, new Money(Subscription.UnitPrice, currency), Subscription.Quantity);
        return new SubscriptionView(
            Subscription.Id,
            Subscription.ConnectionId,
            Subscription.SellerId,
            Seller?.Name,
            Subscription.ProductId,
            Subscription.ProductName,
            Subscription.Quantity,
            Subscription.Status,
            Subscription.Interval,
            Subscription.BoughtAt,
            Subscription.TrialEndsAt,
            Show(charges.UnitPrice),
            Show(charges.Discount),
            Show(charges.Total),
            hidden);

        ShownPrice Show(Money amount) => new(hidden is null ? amount : null);
    }
}
