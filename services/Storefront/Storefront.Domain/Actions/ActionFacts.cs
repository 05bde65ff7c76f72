using Primitives;

namespace Storefront.Domain;

/// <summary>What a customer can do with something that it bought.</summary>
public enum SubscriptionAction
{
    BuyLicences,
    DecreaseLicences,

    /// <summary>All units, or some, become units of another product.</summary>
    Upgrade,
    BuyAddOn,
    DecreaseAddOn,
    CancelAddOn,
    Cancel,

    /// <summary>Calls off what is scheduled.</summary>
    Undo,
}

/// <summary>A product as far as its configuration decides what can be done with it.</summary>
/// <param name="IsPublished">Its seller shows it in its catalogue, and has one.</param>
/// <param name="Limits">How many units are sold at once.</param>
/// <param name="MinimumCommitment">The shortest plan length; null where any is long enough.</param>
public sealed record ActionProduct(
    Guid Id,
    string Name,
    ProductKind Kind,
    ChargeModel Charging,
    bool IsPublished,
    QuantityLimits Limits,
    Term? MinimumCommitment = null,
    ResellerPlan? ResellerPlan = null);

/// <summary>A product that can be bought now.</summary>
/// <param name="Price">For the terms that it would be bought at; null where its seller has no price for them.</param>
public sealed record PricedProduct(ActionProduct Product, ShopPrice? Price);

/// <summary>Something that was bought, as far as changing it needs to know it.</summary>
/// <param name="Kind">An asset is bought for good.</param>
/// <param name="ScheduledQuantity">Units left when a change that is scheduled takes effect; null where there is none.</param>
/// <param name="IsUndecided">An order or a request about it waits to be decided.</param>
/// <param name="PaidFrom">First day that is paid for, at the latest; null while nothing is.</param>
public sealed record ActionSubject(
    Guid SubscriptionId,
    ActionProduct Product,
    SubscriptionKind Kind,
    SubscriptionStatus Status,
    int Quantity,
    int? ScheduledQuantity,
    bool IsUndecided,
    DateOnly? PaidFrom)
{
    /// <summary>Until when nothing can be given up; null where it can already.</summary>
    public DateOnly? CommittedUntil(DateOnly today) =>
        Product.MinimumCommitment is { } shortest && PaidFrom is { } first && first.AddMonths(shortest.Months()) is var end && end > today ? end : null;
}

/// <summary>Everything that decides what can be done to a subscription now.</summary>
/// <param name="ConnectionStatus">Of the connection it was sold on.</param>
/// <param name="Seller">Below Standard its customers do not manage subscriptions themselves.</param>
/// <param name="SellerIsSuspended">It takes no new orders then.</param>
/// <param name="BuyerIsSuspended">Nothing is sold to it then, nor can it change what it has.</param>
/// <param name="Targets">What the product names to be upgraded to.</param>
/// <param name="AddOns">What the subscription has.</param>
/// <param name="AddOnProducts">What could be bought for it.</param>
/// <param name="Today">The earliest day it is anywhere: no commitment is over too soon.</param>
public sealed record ActionFacts(
    ConnectionStatus ConnectionStatus,
    SellerStanding Seller,
    bool SellerIsSuspended,
    bool BuyerIsSuspended,
    ActionSubject Subject,
    IReadOnlyList<PricedProduct> Targets,
    IReadOnlyList<ActionSubject> AddOns,
    IReadOnlyList<PricedProduct> AddOnProducts,
    DateOnly Today);
