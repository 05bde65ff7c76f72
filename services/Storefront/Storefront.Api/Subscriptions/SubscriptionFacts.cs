using System.Linq.Expressions;
using Primitives;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Everything that a subscription's view is decided from, as one query finds it.</summary>
internal sealed record SubscriptionFacts(SubscriptionRow Subscription, SellerFacts? Seller, string? CustomerName, bool IsListed, string? LogoUrl)
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<SubscriptionRow, SubscriptionFacts>> From(StorefrontDb db) => subscription => new SubscriptionFacts(
        subscription,
        db.Sellers.Where(seller => seller.Id == subscription.SellerId)
            .Select(seller => new SellerFacts(seller.Name, seller.IsOperator, seller.Plan, seller.StandardSince, seller.Status)).FirstOrDefault(),
        db.Connections.Where(connection => connection.Id == subscription.ConnectionId).Select(connection => connection.BuyerName).FirstOrDefault(),
        db.PublishedProducts.Any(published => published.SellerId == subscription.SellerId && published.ProductId == subscription.ProductId),
        db.Products.Where(product => product.Id == subscription.ProductId).Select(product => product.LogoUrl).FirstOrDefault());

    /// <summary>Whether the seller's customers find the product in its catalogue. A partner that fell below Standard keeps its listings, but has no catalogue that shows them.</summary>
    public bool IsPublished => IsListed && Seller?.Standing == SellerStanding.WithCatalogue;

    /// <summary>A seller is always shown what it charges.</summary>
    public PriceHiddenReason? ReasonToHideFrom(Guid organizationId) => Subscription.SellerId == organizationId
        ? null
        : PriceVisibility.ReasonToHide(new Sale(Subscription.BoughtBy, Subscription.BoughtAt, Seller?.StandardSince, IsPublished));

    public ShownCharges ChargesFor(Guid organizationId) => Charges(ReasonToHideFrom(organizationId), Subscription.UnitPrice, Subscription.Quantity);

    /// <summary>Of another quantity, or at another price that it once had.</summary>
    public ShownCharges Charges(PriceHiddenReason? hidden, long unitPrice, int quantity)
    {
        var currency = Currency.Parse(Subscription.Currency);
        var list = Subscription.ListPrice is { } price ? new Money(price, currency) : (Money?)null;
        var final = new Money(unitPrice, currency);
        var charges = Domain.Charges.Of(list, final, quantity);
        return new ShownCharges(Show(charges.UnitPrice), Show(charges.Discount), Show(final), Show(charges.Total), hidden);

        ShownPrice Show(Money amount) => new(hidden is null ? amount : null);
    }

    public SubscriptionView ToView(Guid organizationId, IReadOnlyList<AddOnView> addOns)
    {
        var charges = ChargesFor(organizationId);
        return new SubscriptionView(
            Subscription.Id,
            Subscription.ConnectionId,
            Subscription.SellerId,
            Seller?.Name,
            Subscription.BuyerId,
            CustomerName,
            Subscription.ProductId,
            Subscription.ProductName,
            LogoUrl,
            Subscription.Kind,
            Subscription.MainSubscriptionId,
            Subscription.Quantity,
            Subscription.Status,
            Subscription.Interval,
            Subscription.PlanLength,
            Subscription.BoughtAt,
            Subscription.TrialEndsAt,
            ScheduledChange(),
            Subscription.ResellerPlan,
            Subscription.OrderId,
            charges.UnitPrice,
            charges.Discount,
            charges.Total,
            charges.HiddenReason,
            addOns);
    }

    public AddOnView ToAddOn(Guid organizationId)
    {
        var charges = ChargesFor(organizationId);
        return new AddOnView(
            Subscription.Id,
            Subscription.ProductId,
            Subscription.ProductName,
            LogoUrl,
            Subscription.Quantity,
            Subscription.Status,
            Subscription.Interval,
            ScheduledChange(),
            charges.UnitPrice,
            charges.Discount,
            charges.Total,
            charges.HiddenReason);
    }

    public ScheduledChangeView? ScheduledChange() =>
        Subscription.ScheduledOn is { } on ? new ScheduledChangeView(on, Subscription.ScheduledQuantity ?? 0) : null;
}

internal sealed record SellerFacts(string Name, bool IsOperator, ResellerPlan? Plan, DateTimeOffset? StandardSince, OrganizationStatus Status)
{
    public SellerStanding Standing => SellerStandings.Of(IsOperator, Plan);
}
