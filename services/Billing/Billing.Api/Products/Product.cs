using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Products;

/// <summary>Who does what is needed before a customer can use what it bought.</summary>
internal enum Provisioning
{
    Automatic,

    /// <summary>The seller completes each line by hand.</summary>
    Manual,
}

/// <summary>Something to sell: an account subscription for end accounts and, where it is sold on, a reseller subscription for those who sell it.</summary>
internal sealed class Product : IRealmRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    public required ManagedBy ManagedBy { get; init; }

    /// <summary>The operator, or the one reseller whose product it is.</summary>
    public required Guid ManagedById { get; init; }

    public required string Name { get; set; }
    public required string Description { get; set; }

    /// <summary>Of its picture, which stands elsewhere; null without one.</summary>
    public string? LogoUrl { get; set; }

    public required ProductKind Kind { get; init; }
    public required ChargeModel Charging { get; init; }

    /// <summary>What a partner is on by having it; null for any other product. Never changes: it says what was sold.</summary>
    public ResellerPlan? ResellerPlan { get; init; }

    public required bool SharedWithResellers { get; init; }
    public required string AccountSubscriptionName { get; set; }

    /// <summary>Null where the product is not sold on.</summary>
    public string? ResellerSubscriptionName { get; init; }

    public ChargedPer? ResellerSubscriptionPer { get; init; }

    /// <summary>What a seller's tax rates are set for.</summary>
    public required string TaxCode { get; set; }

    public required Provisioning Provisioning { get; set; }
    public required int SmallestQuantity { get; set; }
    public int? LargestQuantity { get; set; }
    public Term? MinimumCommitment { get; set; }

    /// <summary>Products that a subscription to this one can be changed to.</summary>
    public required List<Guid> UpgradeTargets { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;
    public List<RecommendedPrice> RecommendedPrices { get; } = [];
    public List<WholesalePrice> WholesalePrices { get; } = [];

    public ProductOrigin Origin => (ManagedBy, SharedWithResellers) switch
    {
        (ManagedBy.Reseller, _) => ProductOrigin.OfReseller,
        (_, true) => ProductOrigin.Shared,
        _ => ProductOrigin.Kept,
    };

    public SaleLimits Limits => new(SmallestQuantity, LargestQuantity, MinimumCommitment);

    /// <summary>The terms that a price is looked up by: what is paid once has neither interval nor plan length.</summary>
    public PriceTerms Priced(PriceTerms terms) => Charging == ChargeModel.OneTime ? PriceTerms.Once(terms.Currency, terms.Fee) : terms;

    public void AddRecommended(PriceDraft price) => RecommendedPrices.Add(new RecommendedPrice
    {
        Id = Guid.CreateVersion7(),
        RealmId = RealmId,
        ProductId = Id,
        Number = RecommendedPrices.Count(version => version.Terms == price.Terms) + 1,
        Fee = price.Fee,
        Amount = price.Amount,
        Interval = price.Interval,
        PlanLength = price.PlanLength,
        From = price.From,
    });

    public void AddWholesale(PriceDraft price) => WholesalePrices.Add(new WholesalePrice
    {
        Id = Guid.CreateVersion7(),
        RealmId = RealmId,
        ProductId = Id,
        Number = WholesalePrices.Count(version => version.Terms == price.Terms) + 1,
        Fee = price.Fee,
        Amount = price.Amount,
        Interval = price.Interval,
        PlanLength = price.PlanLength,
        From = price.From,
    });
}
