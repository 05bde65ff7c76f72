using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;
using Storefront.Api.Jobs;
using Storefront.Api.Orders;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <summary>Orders what has to be charged for a plan that was given by hand, in the name of who gave it.</summary>
internal sealed partial class GivenPlans(
    StorefrontDb db, ShopPrices prices, OrderPlacement placement, AuditTrail audit, RealmClock clock, ILogger<GivenPlans> logger)
{
    /// <summary>Null where nothing can be sold: there is no connection with the parent that is in force.</summary>
    public Task<ConnectionRow?> ConnectionOf(GivenPlanRow given, CancellationToken cancellationToken) =>
        db.Connections.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.SellerId == given.SellerId && row.BuyerId == given.PartnerId && row.Status == ConnectionStatus.Active, cancellationToken);

    /// <param name="charged">The plan subscription that there is.</param>
    public async Task Follow(GivenPlanRow given, ConnectionRow connection, SubscriptionRow? charged, CancellationToken cancellationToken)
    {
        var held = charged is null ? null : await db.HeldBy(charged.Id, charged.ProductId, charged.ResellerPlan.GetValueOrDefault(), cancellationToken);
        var sold = await Sold(given, connection, charged, cancellationToken);
        if (PlanFollowing.Next(given.Plan, held, [.. sold.Select(offer => new PlanProduct(offer.Product.Id, given.Plan))]) is not { } next)
        {
            return;
        }

        db.Schedule<FollowGivenPlan>(given.PartnerId.ToString(), clock.Now + FollowGivenPlan.After);
        var line = next.ProductId is { } id && sold.Find(offer => offer.Product.Id == id) is var (product, price)
            ? PlanLines.Of(product, price, next.Action, charged?.Id)
            : PlanLines.Ending(charged!);
        var organization = given.GivenBy == BoughtBy.Seller ? given.SellerId : given.PartnerId;
        var wanted = new NewOrder(connection.Id, given.GivenBy, [line], IsPlanGiven: true);
        var placed = await placement.Place(wanted, new OrderPlacer(given.PersonId.GetValueOrDefault(), organization), cancellationToken);
        if (placed.IsRefused(out var refusal, out var order))
        {
            LogNotOrdered(given.PartnerId, given.Plan, refusal.Code);
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        audit.Record(
            "order-reseller-plan",
            "order",
            order.Id,
            before: null,
            new { order.Number, given.Plan, line.Action },
            "The plan was changed by hand.",
            order.RealmId,
            organization,
            given.PersonId);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A subscription as its event tells of it, which the read model may not know yet.</summary>
    public static SubscriptionRow Row(Subscription fact, EventContext context) => new()
    {
        Id = fact.Id,
        RealmId = context.RealmId,
        ConnectionId = fact.ConnectionId,
        SellerId = fact.SellerId,
        BuyerId = fact.BuyerId,
        ProductId = fact.ProductId,
        ProductName = fact.ProductName,
        Kind = SubscriptionKind.Main,
        Quantity = fact.Quantity,
        Status = Enum.Parse<SubscriptionStatus>(fact.Status, ignoreCase: true),
        BoughtBy = Enum.Parse<BoughtBy>(fact.BoughtBy, ignoreCase: true),
        BoughtAt = fact.BoughtAt,
        UnitPrice = Primitives.Money.Parse(fact.UnitPrice.Amount, fact.UnitPrice.Currency).MinorUnits,
        Currency = fact.UnitPrice.Currency,
        Interval = fact.Interval,
        PlanLength = fact.PlanLength,
        ResellerPlan = Enum.Parse<ResellerPlan>(fact.ResellerPlan!, ignoreCase: true),
        Version = context.Version,
    };

    /// <summary>The plan's products that have a price in the partner's currency: what the seller publishes first, and of each the terms that are charged now, else the shortest.</summary>
    private async Task<List<(ProductRow Product, ShopPrice Price)>> Sold(
        GivenPlanRow given, ConnectionRow connection, SubscriptionRow? charged, CancellationToken cancellationToken)
    {
        var products = await db.PlanProductsOf(given.SellerId, given.Plan, cancellationToken);
        Guid[] ids = [.. products.Select(product => product.Id)];
        var published = await db.PublishedAmong(given.SellerId, ids, cancellationToken);
        var board = await prices.Of(connection.Id, given.SellerId, products, clock.Now, cancellationToken);
        var priced =
            from product in products
            let price = board.All(product.Id)
                .Where(price => price.Final.Currency.Code == given.Currency && (product.MinimumCommitment is not { } least || price.PlanLength >= least))
                .OrderByDescending(price => IsChargedLike(price, charged))
                .ThenBy(price => price.Interval)
                .ThenBy(price => price.PlanLength)
                .FirstOrDefault()
            where price is not null
            orderby published.Contains(product.Id) descending
            select (product, price);
        return [.. priced];
    }

    private static bool IsChargedLike(ShopPrice price, SubscriptionRow? charged) =>
        charged is not null
        && price.Interval.ToWord() == charged.Interval
        && price.PlanLength.ToWord() == charged.PlanLength;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The plan {Plan} that partner {PartnerId} was given by hand is not charged yet: {Code}. It is ordered again in a day.")]
    private partial void LogNotOrdered(Guid partnerId, ResellerPlan plan, string code);
}
