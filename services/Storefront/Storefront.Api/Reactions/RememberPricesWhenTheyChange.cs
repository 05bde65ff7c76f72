using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;
using Term = Primitives.Term;

namespace Storefront.Api.Reactions;

/// <summary>Keeps what each seller asks for each product, everybody and single buyers: the timelines of the newest version of its price book.</summary>
internal sealed class RememberPricesWhenTheyChange(StorefrontDb db, ListPriceAtPurchase listPrices) : IReaction<ResolvedPricesChanged>
{
    private const string Plan = "plan";

    public async Task React(ResolvedPricesChanged fact, EventContext context, CancellationToken cancellationToken)
    {
        var prices = fact.Prices;
        List<PriceStep> steps = [.. prices.ListPrices.Where(price => price.Fee == Plan).Select(price => Step(price.Currency, price.Interval, price.PlanLength, price.Amount, price.From))];
        var list = PriceStepsConverter.Write(steps);
        // Whoever brings the newer version waits here until the other's rows are complete.
        var isNewest = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO seller_price AS known (seller_id, product_id, realm_id, prices, version)
            VALUES ({prices.SellerId}, {prices.ProductId}, {context.RealmId}, {list}::jsonb, {context.Version})
            ON CONFLICT (seller_id, product_id) DO UPDATE SET prices = excluded.prices, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
        if (isNewest == 0)
        {
            return;
        }

        await db.SpecialPrices.Where(row => row.SellerId == prices.SellerId && row.ProductId == prices.ProductId).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(prices.SpecialPrices.Where(price => price.Fee == Plan).GroupBy(price => price.ConnectionId).Select(buyer => new SpecialPriceRow
        {
            ConnectionId = buyer.Key,
            ProductId = prices.ProductId,
            SellerId = prices.SellerId,
            RealmId = context.RealmId,
            Prices = [.. buyer.Select(price => Step(price.Currency, price.Interval, price.PlanLength, price.Amount, price.From))],
        }));
        await db.SaveChangesAsync(cancellationToken);
        await listPrices.FillIn(prices.ProductId, prices.SellerId, context.OccurredAt, cancellationToken);
    }

    private static PriceStep Step(string currency, string interval, string planLength, Money? amount, DateTimeOffset from) => new(
        currency,
        Enum.Parse<Term>(interval, ignoreCase: true),
        Enum.Parse<Term>(planLength, ignoreCase: true),
        amount is null ? null : Primitives.Money.Parse(amount.Amount, amount.Currency).MinorUnits,
        from);
}
