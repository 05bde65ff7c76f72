using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>
/// What the seller asked everybody when a subscription was bought, or became what it is: what its discount is counted from, whatever is asked later. News of
/// the purchase, of the product and of the seller's prices may arrive in any order, and at once.
/// </summary>
internal sealed class ListPriceAtPurchase(Lazy<StorefrontDb> lateDb, SqlSession sql)
{
    /// <summary>The lock on what was asked for a product, which purchases of it share.</summary>
    private const string ListPrices = "list-prices";

    /// <summary>How far news of a price and of what was bought at it can be apart; what was bought before has its price, and sellers' prices of the past are forgotten.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromHours(1);

    /// <summary>Before a purchase is written: whoever brings prices of that product waits until it is, or this waits for those.</summary>
    public Task Hold(Guid productId, CancellationToken cancellationToken) => sql.LockShared(ListPrices, productId, cancellationToken);

    /// <summary>A subscription was told, and stands in its history.</summary>
    public async Task FillIn(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var bought = await Bought([subscriptionId], cancellationToken);
        // Late news may be of another product.
        await Hold(bought[0].ProductId, cancellationToken);
        await Keep(bought[0].ProductId, bought, cancellationToken);
    }

    /// <summary>Prices were told: it may be after what was bought at them.</summary>
    /// <param name="sellerId">Whose; null where they are the recommended ones, which any seller may ask.</param>
    /// <param name="at">When they were told.</param>
    public async Task FillIn(Guid productId, Guid? sellerId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await sql.Lock(ListPrices, productId, cancellationToken);
        var ids = await sql.Query(
            $"""
            SELECT id FROM subscription
            WHERE product_id = {productId} AND (list_price IS NULL OR (bought_at >= {at - Lateness} AND bought_at <= {at + Lateness}))
                AND ({sellerId}::uuid IS NULL OR seller_id = {sellerId})
            """,
            row => row.GetGuid(0),
            cancellationToken);
        // Most products are told before anybody buys them.
        if (ids.Count > 0)
        {
            await Keep(productId, await Bought([.. ids], cancellationToken), cancellationToken);
        }
    }

    /// <summary>In a handful of queries, however many were bought.</summary>
    private async Task Keep(Guid productId, IReadOnlyCollection<BoughtTerms> all, CancellationToken cancellationToken)
    {
        var db = lateDb.Value;
        var sellers = all.Select(bought => bought.SellerId).Distinct().ToList();
        var connections = all.Select(bought => bought.ConnectionId).Distinct().ToList();
        var recommended = await db.Products.AsNoTracking().Where(row => row.Id == productId).Select(row => row.Prices).SingleOrDefaultAsync(cancellationToken) ?? [];
        var list = await db.SellerPrices.AsNoTracking().Where(row => row.ProductId == productId && sellers.Contains(row.SellerId))
            .ToDictionaryAsync(row => row.SellerId, row => row.Prices, cancellationToken);
        var special = await db.SpecialPrices.AsNoTracking().Where(row => row.ProductId == productId && connections.Contains(row.ConnectionId))
            .ToDictionaryAsync(row => row.ConnectionId, row => row.Prices, cancellationToken);
        List<PriceStep> steps = [.. recommended.Select(ShopPrices.Step)];
        foreach (var bought in all)
        {
            var timelines = new PriceTimelines(steps, list.GetValueOrDefault(bought.SellerId) ?? [], special.GetValueOrDefault(bought.ConnectionId) ?? []);
            var price = ShopPriceRules.Resolve(timelines, bought.Priced, bought.At)?.List.MinorUnits;
            var isBetter = bought.ListPrice is null || !ShopPriceRules.IsForgotten(timelines.List, bought.Priced, bought.At);
            if (price is not null && price != bought.ListPrice && isBetter)
            {
                await sql.Execute($"UPDATE subscription SET list_price = {price} WHERE id = {bought.Id}", cancellationToken);
            }
        }
    }

    private Task<List<BoughtTerms>> Bought(Guid[] ids, CancellationToken cancellationToken) => sql.Query(
        $"""
        SELECT id, connection_id, seller_id, product_id, currency, interval, plan_length, list_price,
            coalesce((SELECT max(at) FROM purchase WHERE subscription_id = s.id AND product_id = s.product_id AND kind = 'Upgraded'), bought_at)
        FROM subscription s WHERE id = ANY({ids})
        """,
        row => new BoughtTerms(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetGuid(2),
            row.GetGuid(3),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            row.IsDBNull(7) ? null : row.GetInt64(7),
            row.GetFieldValue<DateTimeOffset>(8)),
        cancellationToken);

    /// <summary>What was bought when, in the words of the event.</summary>
    /// <param name="At">Of what became something else the purchase is the change.</param>
    private sealed record BoughtTerms(
        Guid Id,
        Guid ConnectionId,
        Guid SellerId,
        Guid ProductId,
        string Currency,
        string Interval,
        string PlanLength,
        long? ListPrice,
        DateTimeOffset At)
    {
        public PriceTerms Priced
        {
            get
            {
                var interval = Enum.Parse<Term>(Interval, ignoreCase: true);
                // Old news does not say what was committed to: the commitment is then the interval's.
                return new PriceTerms(Currency, interval, Enum.TryParse<Term>(PlanLength, ignoreCase: true, out var told) ? told : interval);
            }
        }
    }
}
