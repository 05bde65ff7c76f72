using Primitives;
using ServiceDefaults.Web;
using Storefront.Api.Quotes;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Baskets;

/// <param name="Lines">Add-ons behind the line that they belong to.</param>
/// <param name="Totals">For one interval of each line, before tax; one for each currency.</param>
/// <param name="QuoteToken">Check out with it, and it costs that or is refused. Null while the basket is empty or a line has a problem.</param>
/// <param name="LastOrderNumber">What it was ordered as, while nothing was put in since.</param>
internal sealed record BasketView(
    Guid ConnectionId,
    Guid SellerId,
    string SellerName,
    IReadOnlyList<BasketLineView> Lines,
    IReadOnlyList<BasketTotal> Totals,
    string? QuoteToken,
    DateTimeOffset? QuoteExpiresAt,
    DateTimeOffset? UpdatedAt,
    string? LastOrderNumber,
    long Version) : IVersionedView
{
    public static BasketView From(ConnectionRow connection, BasketRow? basket, IReadOnlyList<PricedLine> lines, ShopQuote? quote) => new(
        connection.Id,
        connection.SellerId,
        connection.SellerName,
        [.. lines.Select(BasketLineView.From)],
        BasketRules.Totals(lines.Where(line => line.Price is not null).Select(line => (line.Price!, line.Row.Quantity))),
        quote?.Token,
        quote?.ExpiresAt,
        basket?.UpdatedAt,
        basket?.LastOrderNumber,
        basket?.Version ?? 0);
}

/// <param name="MainLineId">The line that buys what an add-on belongs to.</param>
/// <param name="MainSubscriptionId">What an add-on belongs to, where that exists already.</param>
/// <param name="IsManual">The seller delivers it by hand.</param>
/// <param name="UnitPrice">Of the list, for one unit and one interval; null where there is no price any more. So are the following.</param>
/// <param name="Discount">For one unit.</param>
/// <param name="FinalUnitPrice">What one unit is charged at.</param>
/// <param name="Total">For the whole quantity and one interval, before tax.</param>
/// <param name="Problem">Why it cannot be ordered as it stands; null where it can.</param>
internal sealed record BasketLineView(
    Guid Id,
    Guid ProductId,
    string ProductName,
    string? LogoUrl,
    ProductKind? Kind,
    ResellerPlan? ResellerPlan,
    bool IsManual,
    int Quantity,
    string Currency,
    Term Interval,
    Term PlanLength,
    Guid? MainLineId,
    Guid? MainSubscriptionId,
    Money? UnitPrice,
    Money? Discount,
    Money? FinalUnitPrice,
    Money? Total,
    BasketProblemView? Problem)
{
    public static BasketLineView From(PricedLine line) => new(
        line.Row.Id,
        line.Row.ProductId,
        line.Name,
        line.Product?.LogoUrl,
        line.Product?.Kind,
        line.Product?.ResellerPlan,
        line.Product?.Provisioning == Provisioning.Manual,
        line.Row.Quantity,
        line.Row.Currency,
        line.Row.Interval,
        line.Row.PlanLength,
        line.Row.MainLineId,
        line.Row.MainSubscriptionId,
        line.Price?.List,
        line.Price?.Discount,
        line.Price?.Final,
        line.Price is { } price ? price.Final * line.Row.Quantity : null,
        line.Problem is { } problem ? new BasketProblemView(problem.Code, problem.Detail) : null);
}

/// <param name="Code">not_on_offer, price_unknown, quantity_too_small, …: stable.</param>
internal sealed record BasketProblemView(string Code, string Detail);
