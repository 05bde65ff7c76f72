using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Products;

internal enum BasePrice
{
    Recommended,
    Wholesale,
}

/// <param name="Price">For one unit and one interval, or for one event.</param>
/// <param name="Interval">A month where it is left out, as it is for what is paid once or per event.</param>
/// <param name="PlanLength">As long as the interval where it is left out.</param>
/// <param name="From">First instant it applies; now if left out.</param>
internal sealed record PublishPriceBody(BasePrice Book, Money Price, Term? Interval, Term? PlanLength, DateTimeOffset? From, FeeKind Fee = FeeKind.Plan)
{
    public PriceDraft Draft(DateTimeOffset now) => Fee == FeeKind.Plan
        ? new PriceDraft(Price, Interval ?? Term.Month, PlanLength ?? Interval ?? Term.Month, From ?? now)
        : new PriceDraft(Price, Term.Month, Term.Month, From ?? now, Fee);
}

/// <summary>A recommended price by who manages the product, a wholesale price by the operator: a new version. What was sold keeps the version it was sold at.</summary>
internal static class PublishPrice
{
    public static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Handle(
        Guid id, PublishPriceBody body, IfMatch ifMatch, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (await db.ProductToChange(id, caller, cancellationToken) is not { } product)
        {
            return Problems.NotFound("product");
        }

        var now = clock.Now;
        var hasGrant = await GrantProducts.Holds(db, product.ManagedById, cancellationToken);
        if ((ifMatch.Check(product.Version) ?? Add(body, product, caller, hasGrant, now)) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        audit.Record("publish-price", "product", id, null, body);
        Tell(db, product, [body], now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductView.Of(product));
    }

    /// <summary>One more price, or why not.</summary>
    /// <param name="hasGrant">Whether who manages the product holds a grant.</param>
    public static Refusal? Add(PublishPriceBody body, Product product, Caller caller, bool hasGrant, DateTimeOffset now)
    {
        var price = body.Draft(now);
        var part = body.Book == BasePrice.Wholesale ? CataloguePart.ResellerSubscription : CataloguePart.AccountSubscription;
        var refusal = CatalogueVisibility.CheckEdit(product.Origin, product.ViewerOf(caller), part, hasGrant)
            ?? PriceRules.Publish(price, now, body.Book == BasePrice.Wholesale, product.ResellerSubscriptionPer, product.Charging);
        if (refusal is not null)
        {
            return refusal;
        }

        if (body.Book == BasePrice.Recommended)
        {
            product.AddRecommended(price);
        }
        else
        {
            product.AddWholesale(price);
        }

        return null;
    }

    /// <summary>Makes what was added one new version of the product. The caller saves.</summary>
    public static void Tell(BillingDb db, Product product, IReadOnlyList<PublishPriceBody> added, DateTimeOffset now)
    {
        if (added.Any(price => price.Book == BasePrice.Recommended))
        {
            RepublishPrices.Plan(db, product.Id, Guid.Empty, now);
        }

        product.Version++;
        // Of a wholesale price others learn that there is one for these terms, and no amount.
        db.Emit(new Facts.PricePublished(product.ToFact()), product.Id, product.Version, now);
    }
}
