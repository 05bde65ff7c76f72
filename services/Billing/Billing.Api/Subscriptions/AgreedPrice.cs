using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;

namespace Billing.Api.Subscriptions;

/// <summary>
/// What a sale costs whom. What was proposed costs what seller and buyer agree on, as long as it costs the seller what it did; what was ordered costs what the
/// seller's prices said when the order was accepted, on every edge.
/// </summary>
internal sealed class AgreedPrice(PriceResolver prices, QuotedCost quotedCost, RealmClock clock)
{
    public async Task<Result<ResolvedPrice>> Of(Request request, Connection connection, Product product, CancellationToken cancellationToken)
    {
        var agreed = request.After;
        var resolved = await prices.ForSale(
            connection, product, agreed.Terms(), request.PricedAt ?? clock.Now, request.IsOrdered ? null : agreed.UnitPrice, agreed.Quantity, cancellationToken);
        if (resolved.IsRefused(out var refusal, out var priced))
        {
            return refusal;
        }

        var changed = request.IsOrdered
            ? OrderRules.CheckPrice(agreed.UnitPrice, priced.Final.Unit)
            : RequestRules.CheckCost(await quotedCost.Of(request, cancellationToken), priced.Cost);
        return changed is { } other ? other : priced;
    }
}
