using Microsoft.EntityFrameworkCore;
using Primitives;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;
using Facts = Billing.Contracts.V1;

namespace Storefront.Api.Subscriptions;

/// <summary>What the seller asked everybody when a subscription was bought, or became what it is: what its discount is counted from, whatever is asked later.</summary>
internal sealed class ListPriceAtPurchase(StorefrontDb db, ShopPrices prices)
{
    /// <summary>In minor units; null where the seller asked nothing.</summary>
    /// <param name="at">When it was told.</param>
    public async Task<long?> Of(Facts.Subscription subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var known = await db.Subscriptions.AsNoTracking()
            .Where(row => row.Id == subscription.Id)
            .Select(row => new { row.ProductId, row.Interval, row.PlanLength, row.Currency, row.ListPrice })
            .SingleOrDefaultAsync(cancellationToken);
        var isSame = known is not null && known.ProductId == subscription.ProductId && known.Interval == subscription.Interval
            && known.PlanLength == subscription.PlanLength && known.Currency == subscription.UnitPrice.Currency;
        if (isSame && known!.ListPrice is { } kept)
        {
            return kept;
        }

        // Of what became something else the purchase is the change.
        var boughtAt = known is null || known.ProductId == subscription.ProductId ? subscription.BoughtAt : at;
        var board = await prices.Of(subscription.ConnectionId, subscription.SellerId, [subscription.ProductId], boughtAt, cancellationToken);
        var interval = Enum.Parse<Term>(subscription.Interval, ignoreCase: true);
        // Old news does not say what was committed to: the commitment is then the interval's.
        var planLength = Enum.TryParse<Term>(subscription.PlanLength, ignoreCase: true, out var told) ? told : interval;
        return board.Find(subscription.ProductId, new PriceTerms(subscription.UnitPrice.Currency, interval, planLength))?.List.MinorUnits;
    }
}
