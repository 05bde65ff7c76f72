using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Assets;

/// <summary>Something that was paid once and is had for good.</summary>
/// <param name="UnitPrice">The list price of one unit, or "-".</param>
/// <param name="Discount">For the whole quantity, or "-".</param>
/// <param name="Total">What was charged, before tax, or "-".</param>
/// <param name="PriceHiddenReason">Why the three are "-"; null where they are shown.</param>
internal sealed record AssetView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    string? SellerName,
    Guid CustomerId,
    string? CustomerName,
    Guid ProductId,
    string Name,
    string? LogoUrl,
    Guid? MainSubscriptionId,
    int Quantity,
    DateTimeOffset BoughtAt,
    Guid? OrderId,
    ShownPrice UnitPrice,
    ShownPrice Discount,
    ShownPrice Total,
    PriceHiddenReason? PriceHiddenReason)
{
    public static AssetView Of(SubscriptionFacts facts, Caller caller)
    {
        var row = facts.Subscription;
        var charges = facts.ChargesFor(caller.OrganizationId);
        return new AssetView(
            row.Id,
            row.ConnectionId,
            row.SellerId,
            facts.Seller?.Name,
            row.BuyerId,
            facts.CustomerName,
            row.ProductId,
            row.ProductName,
            facts.LogoUrl,
            row.MainSubscriptionId,
            row.Quantity,
            row.BoughtAt,
            row.OrderId,
            charges.UnitPrice,
            charges.Discount,
            charges.Total,
            charges.HiddenReason);
    }
}

/// <summary>Which assets are wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record AssetFilter(OneOf<Side>? Side = null, Guid? ConnectionId = null, Guid? CustomerId = null)
{
    public IQueryable<SubscriptionRow> On(StorefrontDb db, Caller caller)
    {
        var assets = db.SubscriptionsOn(Side?.Value ?? Subscriptions.Side.Bought, caller).Where(row => row.Kind == SubscriptionKind.OneTime);
        assets = ConnectionId is { } connection ? assets.Where(row => row.ConnectionId == connection) : assets;
        return CustomerId is { } customer ? assets.Where(row => row.BuyerId == customer) : assets;
    }
}

/// <summary>What the caller's organisation bought once, or sold so.</summary>
internal static class ReadAssets
{
    public static async Task<Ok<Page<AssetView>>> List(
        [AsParameters] AssetFilter filter, [AsParameters] PageQuery page, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var found = await filter.On(db, caller).ToPageAsync(page, row => row.Id, SubscriptionFacts.From(db), cancellationToken);
        return TypedResults.Ok(new Page<AssetView>([.. found.Items.Select(facts => AssetView.Of(facts, caller))], found.NextCursor));
    }

    public static async Task<Results<Ok<AssetView>, ProblemHttpResult>> Get(Guid id, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var asset = await db.Subscriptions.AsNoTracking().Where(row => row.Id == id && row.Kind == SubscriptionKind.OneTime)
            .Select(SubscriptionFacts.From(db)).SingleOrDefaultAsync(cancellationToken);
        return asset is null ? Problems.NotFound("asset") : TypedResults.Ok(AssetView.Of(asset, caller));
    }
}
