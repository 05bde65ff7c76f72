using Primitives;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <param name="List">Of one unit and one interval, before the discount.</param>
/// <param name="Final">What one unit costs this buyer, before tax.</param>
/// <param name="PlanLength">The commitment.</param>
internal sealed record ShopPriceView(Money List, Money Discount, Money Final, Term Interval, Term PlanLength)
{
    public static ShopPriceView From(ShopPrice price) => new(price.List, price.Discount, price.Final, price.Interval, price.PlanLength);
}

/// <summary>A product as a buyer sees it, at its own prices.</summary>
/// <param name="LogoUrl">Of its picture; null without one.</param>
/// <param name="SmallestQuantity">That is sold at once.</param>
/// <param name="LargestQuantity">Null where nothing limits it.</param>
/// <param name="MinimumCommitment">The shortest plan length; null where any is long enough.</param>
/// <param name="ResellerPlan">What a partner is on with it; null for any other product.</param>
/// <param name="Prices">In every currency, interval and plan length; empty where the seller has none now.</param>
internal sealed record ShopProductView(
    Guid Id,
    string Name,
    string Description,
    string? LogoUrl,
    ProductKind Kind,
    ChargeModel Charging,
    Provisioning Provisioning,
    ResellerPlan? ResellerPlan,
    Guid? GroupId,
    string? GroupName,
    int SmallestQuantity,
    int? LargestQuantity,
    Term? MinimumCommitment,
    IReadOnlyList<ShopPriceView> Prices);

/// <param name="AddOns">Of a main product: what can be bought with it.</param>
/// <param name="UpgradeTargets">What it could be upgraded to later, as far as that is on offer too.</param>
internal sealed record ShopProductDetail(ShopProductView Product, IReadOnlyList<ShopProductView> AddOns, IReadOnlyList<ShopProductView> UpgradeTargets);
