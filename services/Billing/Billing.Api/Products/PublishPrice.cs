using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
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

internal sealed record PublishPriceBody(BasePrice Book, Money Price, Term Interval, Term PlanLength, DateTimeOffset? From);

/// <summary>The operator sets a new version of a price. What was sold keeps the version it was sold at.</summary>
internal static class PublishPrice
{
    public static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Handle(
        Guid id, PublishPriceBody body, IfMatch ifMatch, Caller caller, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var product = await db.Products
            .Include(row => row.RecommendedPrices)
            .Include(row => row.WholesalePrices)
            .SingleOrDefaultAsync(row => row.Id == id && row.ManagedById == caller.OrganizationId, cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        var now = clock.Now;
        var price = new PriceDraft(body.Price, body.Interval, body.PlanLength, body.From ?? now);
        if ((ifMatch.Check(product.Version) ?? PriceRules.Publish(price, now, body.Book == BasePrice.Wholesale, product.ResellerSubscriptionPer)) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        if (body.Book == BasePrice.Recommended)
        {
            product.AddRecommended(price);
        }
        else
        {
            product.AddWholesale(price);
        }

        product.Version++;
        // A new wholesale price tells nobody anything through the event; it raises the version, so that the next event is not taken for a late one.
        db.Emit(new Facts.PricePublished(product.ToFact()), product.Id, product.Version, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductView.Of(product));
    }
}
