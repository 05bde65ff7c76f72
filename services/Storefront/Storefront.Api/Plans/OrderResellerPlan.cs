using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Orders;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <param name="ProductId">One of the plans on offer.</param>
/// <param name="Price">As it was offered. One plan is ordered, so this is the whole quote.</param>
/// <param name="Interval">As it was offered, like the plan length.</param>
/// <param name="Alias">The path of the storefront, where the offer says that it needs one.</param>
internal sealed record OrderResellerPlanBody(Guid ProductId, Money Price, Term Interval, Term PlanLength, string? Alias);

/// <param name="Status">In progress, until Billing has taken it and the plan is changed; then executed, or canceled with the reason.</param>
internal sealed record PlanOrderView(Guid OrderId, string Number, ResellerPlan Plan, OrderStatus Status);

internal static class OrderResellerPlan
{
    private static readonly Refusal PriceChanged = new("price_changed", "The plan is not sold at this price any more; look at the offers again.");

    /// <summary>A partner orders a plan for itself from its parent. What it is charged for already is upgraded.</summary>
    public static async Task<Results<Created<PlanOrderView>, ProblemHttpResult>> Handle(
        OrderResellerPlanBody body,
        Caller caller,
        StorefrontDb db,
        ShopPrices prices,
        RealmClock clock,
        OrderPlacement placement,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if (await db.ConnectionWithParent(caller, cancellationToken) is not { } connection)
        {
            return Problems.Of(PlanOrderRules.ForPartners);
        }

        var product = await db.Products.AsNoTracking().SingleOrDefaultAsync(row => row.Id == body.ProductId && row.ResellerPlan != null, cancellationToken);
        var isPublished = await db.PublishedProducts.AnyAsync(row => row.SellerId == connection.SellerId && row.ProductId == body.ProductId, cancellationToken);
        if (product is not { ResellerPlan: { } plan } || !isPublished)
        {
            return Problems.NotFound("product");
        }

        var board = await prices.Of(connection.Id, connection.SellerId, [product], clock.Now, cancellationToken);
        if (board.Find(product.Id, new PriceTerms(body.Price.Currency.Code, body.Interval, body.PlanLength)) is not { } price || price.Final != body.Price)
        {
            return Problems.Of(PriceChanged);
        }

        var partner = await db.PlanPartnerOf(connection, cancellationToken);
        var line = PlanLines.Of(product, price, partner.ActionOfOrder, partner.Held?.SubscriptionId);
        var wanted = new NewOrder(connection.Id, BoughtBy.Buyer, [line], body.Alias);
        if ((await placement.Place(wanted, OrderPlacer.Of(caller), cancellationToken)).IsRefused(out var refusal, out var order))
        {
            return Problems.Of(refusal);
        }

        var view = new PlanOrderView(order.Id, order.Number.ToString(CultureInfo.InvariantCulture), plan, order.Status);
        audit.Record("order-reseller-plan", "order", order.Id, before: null, view);
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/storefront/v1/orders/{order.Id}", view);
    }
}
