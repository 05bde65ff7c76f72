using Billing.Contracts.V1;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;
using ResaleTerms = Storefront.Domain.ResaleTerms;

namespace Storefront.Api.Reactions;

/// <summary>Keeps Billing's products and recommended prices: what can be listed, and what a discount is counted from.</summary>
internal sealed class RememberProductWhenPublished(SqlSession sql, ListPriceAtPurchase listPrices) :
    IReaction<ProductPublished>,
    IReaction<PricePublished>
{
    public Task React(ProductPublished fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Product, context, cancellationToken);

    public Task React(PricePublished fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Product, context, cancellationToken);

    // The same version once more is what a rebuild brings: it fills in columns that were not read then.
    private async Task Remember(Product product, EventContext context, CancellationToken cancellationToken)
    {
        var prices = ListPricesConverter.Write([.. product.RecommendedPrices.Select(Price)]);
        var kind = Spelled<ProductKind>(product.Kind);
        var charging = Spelled<ChargeModel>(product.Charging);
        var provisioning = Spelled<Provisioning>(product.Provisioning);
        var commitment = product.MinimumCommitment is { } term ? Spelled<Term>(term) : null;
        var plan = product.ResellerPlan is { } edition ? Spelled<ResellerPlan>(edition) : null;
        var resale = product.ResaleTerms is { } sold ? ResaleTermsConverter.Write([.. sold.Select(Terms)]) : null;
        var targets = product.UpgradeTargets?.ToArray() ?? [];
        var isNewest = await sql.Execute(
            $"""
            INSERT INTO product AS known (id, realm_id, name, managed_by_id, shared_with_resellers, prices, version, description, kind, charging, provisioning,
                smallest_quantity, largest_quantity, minimum_commitment, upgrade_targets, reseller_plan, logo_url, resale_terms)
            VALUES ({product.Id}, {context.RealmId}, {product.Name}, {product.ManagedById}, {product.SharedWithResellers}, {prices}::jsonb, {context.Version},
                {product.Description}, {kind}, {charging}, {provisioning}, {product.SmallestQuantity}, {product.LargestQuantity}, {commitment}, {targets}, {plan},
                {product.LogoUrl}, {resale}::jsonb)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared_with_resellers = excluded.shared_with_resellers, prices = excluded.prices,
                version = excluded.version, description = excluded.description, kind = excluded.kind, charging = excluded.charging,
                provisioning = excluded.provisioning, smallest_quantity = excluded.smallest_quantity, largest_quantity = excluded.largest_quantity,
                minimum_commitment = excluded.minimum_commitment, upgrade_targets = excluded.upgrade_targets, reseller_plan = excluded.reseller_plan,
                logo_url = excluded.logo_url, resale_terms = excluded.resale_terms
            WHERE known.version <= excluded.version
            """,
            cancellationToken);
        if (isNewest == 1)
        {
            await listPrices.FillIn(product.Id, sellerId: null, context.OccurredAt, cancellationToken);
        }
    }

    /// <summary>A word of the event as the table keeps it.</summary>
    private static string Spelled<TEnum>(string word)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(word, ignoreCase: true).ToString();

    private static ResaleTerms Terms(Billing.Contracts.V1.ResaleTerms terms) =>
        new(terms.Currency, Enum.Parse<Term>(terms.Interval, ignoreCase: true), Enum.Parse<Term>(terms.PlanLength, ignoreCase: true), terms.From);

    private static ListPrice Price(PriceVersion price)
    {
        var amount = Primitives.Money.Parse(price.Amount.Amount, price.Amount.Currency);
        return new ListPrice(price.Amount.Currency, price.Interval, price.PlanLength, amount.MinorUnits, price.From);
    }
}
