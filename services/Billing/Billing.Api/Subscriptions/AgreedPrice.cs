using Billing.Api.Prices;
using Billing.Api.Requests;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;

namespace Billing.Api.Subscriptions;

/// <summary>
/// What a sale costs whom. What was proposed costs what seller and buyer agree on, as long as it costs the seller what it did; what was ordered costs what the
/// seller's prices said when the order was accepted, on every edge.
/// </summary>
internal sealed class AgreedPrice(PriceResolver prices, RealmClock clock)
{
    public async Task<Result<ResolvedPrice>> Of(Request request, AgreedSale sale, CancellationToken cancellationToken)
    {
        var agreed = request.After;
        var resolved = await prices.ForSale(
            sale.Connection, sale.Product, agreed.Terms(), request.PricedAt ?? clock.Now, request.IsOrdered ? null : agreed.UnitPrice, agreed.Quantity, cancellationToken);
        if (resolved.IsRefused(out var refusal, out var priced))
        {
            return refusal;
        }

        var changed = request.IsOrdered
            ? OrderRules.CheckPrice(agreed.UnitPrice, priced.Final.Unit)
            : RequestRules.CheckCost(sale.Proposed?.Quote, priced.Cost);
        return changed is { } other ? other : priced;
    }
}
