using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
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
        var product = await db.VisibleProducts(caller)
            .AsSplitQuery()
            .Include(row => row.RecommendedPrices)
            .Include(row => row.WholesalePrices)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        var now = clock.Now;
        var price = body.Draft(now);
        var part = body.Book == BasePrice.Wholesale ? CataloguePart.ResellerSubscription : CataloguePart.AccountSubscription;
        var hasGrant = await GrantProducts.Holds(db, product.ManagedById, cancellationToken);
        var refusal = CatalogueVisibility.CheckEdit(product.Origin, product.ViewerOf(caller), part, hasGrant)
            ?? ifMatch.Check(product.Version)
            ?? PriceRules.Publish(price, now, body.Book == BasePrice.Wholesale, product.ResellerSubscriptionPer, product.Charging);
        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        if (body.Book == BasePrice.Recommended)
        {
            product.AddRecommended(price);
            RepublishPrices.Plan(db, product.Id, Guid.Empty, now);
        }
        else
        {
            product.AddWholesale(price);
        }

        product.Version++;
        audit.Record("publish-price", "product", id, null, body);
        // A new wholesale price tells nobody anything through the event; it raises the version, so that the next event is not taken for a late one.
        db.Emit(new Facts.PricePublished(product.ToFact()), product.Id, product.Version, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductView.Of(product));
    }
}
