using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps Billing's products and recommended prices: what can be listed, and what a discount is counted from.</summary>
internal sealed class RememberProductWhenPublished(StorefrontDb db) :
    IReaction<ProductPublished>,
    IReaction<PricePublished>
{
    public Task React(ProductPublished fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Product, context, cancellationToken);

    public Task React(PricePublished fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Product, context, cancellationToken);

    private Task Remember(Product product, EventContext context, CancellationToken cancellationToken)
    {
        var prices = ListPricesConverter.Write([.. product.RecommendedPrices.Select(Price)]);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO product AS known (id, realm_id, name, managed_by_id, shared_with_resellers, prices, version)
            VALUES ({product.Id}, {context.RealmId}, {product.Name}, {product.ManagedById}, {product.SharedWithResellers}, {prices}::jsonb, {context.Version})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared_with_resellers = excluded.shared_with_resellers, prices = excluded.prices,
                version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }

    private static ListPrice Price(PriceVersion price)
    {
        var amount = Primitives.Money.Parse(price.Amount.Amount, price.Amount.Currency);
        return new ListPrice(price.Amount.Currency, price.Interval, price.PlanLength, amount.MinorUnits, price.From);
    }
}
