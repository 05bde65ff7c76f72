using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <summary>What a partner is on, and what its parent sells it instead.</summary>
/// <param name="Plan">The present one.</param>
/// <param name="Alias">Of its storefront; null where it has none.</param>
/// <param name="SubscriptionId">What the plan is charged by; null where it is not.</param>
/// <param name="OpenOrderId">An order for a plan that has not ended; until then no other can be placed.</param>
internal sealed record PlanOffersView(
    Guid ConnectionId,
    Guid SellerId,
    string SellerName,
    Guid PartnerId,
    string PartnerName,
    ResellerPlan? Plan,
    string? Alias,
    Guid? SubscriptionId,
    Guid? OpenOrderId,
    IReadOnlyList<PlanOfferView> Items);

/// <param name="Features">What the plan gives.</param>
/// <param name="IsPresent">The partner is on it.</param>
/// <param name="NeedsAlias">The order has to name the storefront: there is none yet.</param>
/// <param name="Action">Buy, or upgrade where a plan is charged already.</param>
/// <param name="Obstacle">Why the caller cannot order it; null if nothing is in its way.</param>
/// <param name="Prices">In every currency, interval and plan length that it is sold in.</param>
internal sealed record PlanOfferView(
    Guid ProductId,
    ResellerPlan Plan,
    string Name,
    string Description,
    IReadOnlyList<PlanFeature> Features,
    bool IsPresent,
    bool NeedsAlias,
    LineAction Action,
    PlanObstacleView? Obstacle,
    IReadOnlyList<PlanPriceView> Prices);

internal sealed record PlanObstacleView(string Code, string Detail);

/// <param name="Price">What one interval costs before tax; an order names it again.</param>
/// <param name="ListPrice">What it costs everybody.</param>
/// <param name="PlanLength">The commitment.</param>
internal sealed record PlanPriceView(Money Price, Money ListPrice, Term Interval, Term PlanLength);

internal static class ListPlanOffers
{
    /// <summary>The reseller plans of one partner: for the partner what its parent publishes, for the parent all that it can sell. Smallest plan first.</summary>
    public static async Task<Results<Ok<PlanOffersView>, ProblemHttpResult>> Handle(
        [Description("The partner's connection with its parent; a partner may leave it out.")] Guid? connectionId,
        Caller caller,
        StorefrontDb db,
        ShopPrices prices,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        var connection = connectionId is { } id
            ? await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            : await db.ConnectionWithParent(caller, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        var partner = await db.PlanPartnerOf(connection, cancellationToken);
        if (PlanOrderRules.CheckPartner(partner) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var by = caller.OrganizationId == connection.SellerId ? BoughtBy.Seller : BoughtBy.Buyer;
        var products = await db.PlanProductsOf(connection.SellerId, plan: null, cancellationToken);
        Guid[] ids = [.. products.Select(product => product.Id)];
        var published = by == BoughtBy.Seller ? [.. ids] : await db.PublishedAmong(connection.SellerId, ids, cancellationToken);
        var board = await prices.Of(connection.Id, connection.SellerId, products, clock.Now, cancellationToken);
        var offers = products.Where(product => published.Contains(product.Id)).Select(product => Offer(product, board.All(product.Id), partner, by));
        return TypedResults.Ok(new PlanOffersView(
            connection.Id,
            connection.SellerId,
            connection.SellerName,
            connection.BuyerId,
            connection.BuyerName,
            partner.Plan,
            partner.Alias,
            partner.Held?.SubscriptionId,
            await db.OpenPlanOrderOf(connection.Id, cancellationToken),
            [.. offers.Where(offer => offer.Prices.Count > 0)]));
    }

    /// <summary>Where a partner's plan is sold; null for anybody else.</summary>
    public static async Task<ConnectionRow?> ConnectionWithParent(this StorefrontDb db, Caller caller, CancellationToken cancellationToken)
    {
        var parent = await db.Sellers.Where(row => row.Id == caller.OrganizationId).Select(row => row.ParentId).SingleOrDefaultAsync(cancellationToken);
        return parent is null
            ? null
            : await db.Connections.AsNoTracking()
                .Where(row => row.SellerId == parent && row.BuyerId == caller.OrganizationId && row.Status != ConnectionStatus.Ended)
                .OrderByDescending(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken);
    }

    private static PlanOfferView Offer(ProductRow product, IReadOnlyList<ShopPrice> prices, PlanPartner partner, BoughtBy by)
    {
        var plan = product.ResellerPlan.GetValueOrDefault();
        var refusal = PlanOrderRules.CheckMove(partner, product.Id, plan, by);
        return new PlanOfferView(
            product.Id,
            plan,
            product.Name,
            product.Description,
            PlanFeatures.Of(plan),
            plan == partner.Plan,
            PlanFeatures.NeedsAlias(plan) && partner.Alias is null,
            partner.ActionOfOrder,
            refusal is null ? null : new PlanObstacleView(refusal.Code, refusal.Detail),
            [.. prices.Select(price => new PlanPriceView(price.Final, price.List, price.Interval, price.PlanLength))]);
    }
}
