using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;
using Facts = Billing.Contracts.V1;

namespace Storefront.Api.Subscriptions;

/// <summary>What the seller asked everybody when a subscription was bought, or became what it is: what its discount is counted from, whatever is asked later.</summary>
internal sealed class ListPriceAtPurchase(SqlSession sql, StorefrontDb db, ShopPrices prices)
{
    /// <summary>How far news of a price and of what was bought at it can be apart; what was bought before has its price, and sellers' prices of the past are forgotten.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromHours(1);

    /// <summary>In minor units; null where the seller asked nothing.</summary>
    /// <param name="at">When it was told.</param>
    public async Task<long?> Of(Facts.Subscription subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Asked by every piece of news of every subscription; for the prices themselves only the first one has to look.
        var known = (await sql.Query(
            $"SELECT product_id, interval, plan_length, currency, list_price FROM subscription WHERE id = {subscription.Id}",
            row => new Known(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4)),
            cancellationToken)).SingleOrDefault();
        var isSame = known is not null && known.ProductId == subscription.ProductId && known.Interval == subscription.Interval
            && known.PlanLength == subscription.PlanLength && known.Currency == subscription.UnitPrice.Currency;
        if (isSame && known!.ListPrice is { } kept)
        {
            return kept;
        }

        // Of what became something else the purchase is the change.
        var boughtAt = known is null || known.ProductId == subscription.ProductId ? subscription.BoughtAt : at;
        return await Find(
            subscription.ConnectionId,
            subscription.SellerId,
            subscription.ProductId,
            new BoughtTerms(subscription.UnitPrice.Currency, subscription.Interval, subscription.PlanLength, boughtAt),
            cancellationToken);
    }

    /// <summary>A seller has told its prices: it may be after what was bought at them a moment before.</summary>
    /// <param name="told">What it asks everybody, in force and to follow: of the past nothing is told.</param>
    /// <param name="at">When it was told.</param>
    public async Task FillIn(Guid sellerId, Guid productId, IReadOnlyCollection<PriceStep> told, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (first, last) = (at - Lateness, at + Lateness);
        var recent = await db.Subscriptions.AsNoTracking()
            .Where(row => row.SellerId == sellerId && row.ProductId == productId && row.BoughtAt >= first && row.BoughtAt <= last)
            .Select(row => new { row.Id, row.ConnectionId, row.ListPrice, Terms = new BoughtTerms(row.Currency, row.Interval, row.PlanLength, row.BoughtAt) })
            .ToListAsync(cancellationToken);
        foreach (var bought in recent.Where(bought => told.Any(step => step.From <= bought.Terms.At && step.Terms() == bought.Terms.Priced)))
        {
            var price = await Find(bought.ConnectionId, sellerId, productId, bought.Terms, cancellationToken);
            if (price is not null && price != bought.ListPrice)
            {
                await db.Subscriptions.Where(row => row.Id == bought.Id && row.ProductId == productId)
                    .ExecuteUpdateAsync(row => row.SetProperty(subscription => subscription.ListPrice, price), cancellationToken);
            }
        }
    }

    private async Task<long?> Find(Guid connectionId, Guid sellerId, Guid productId, BoughtTerms terms, CancellationToken cancellationToken)
    {
        var board = await prices.Of(connectionId, sellerId, [productId], terms.At, cancellationToken);
        return board.Find(productId, terms.Priced)?.List.MinorUnits;
    }

    /// <summary>What the subscription was before the news of it.</summary>
    private sealed record Known(Guid ProductId, string Interval, string PlanLength, string Currency, long? ListPrice);

    /// <summary>What was bought when, in the words of the event.</summary>
    private sealed record BoughtTerms(string Currency, string Interval, string PlanLength, DateTimeOffset At)
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
