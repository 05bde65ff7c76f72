using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

/// <param name="Prices">1 to 500, each as for publishing one.</param>
internal sealed record PriceImport(IReadOnlyList<PublishPriceBody> Prices);

/// <summary>A product's whole price list: every price of it or, where something is wrong with any, none. Rules are those of publishing them one by one; it is one new version of the product.</summary>
internal static class ImportPrices
{
    public static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Handle(
        Guid id, PriceImport body, IfMatch ifMatch, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Rows.Check("prices", body.Prices, _ => null) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        if (await db.ProductToChange(id, caller, cancellationToken) is not { } product)
        {
            return Problems.NotFound("product");
        }

        if (ifMatch.Check(product.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        var hasGrant = await GrantProducts.Holds(db, product.ManagedById, cancellationToken);
        var now = clock.Now;
        foreach (var (index, price) in body.Prices.Index())
        {
            if (PublishPrice.Add(price, product, caller, hasGrant, now) is { } refusal)
            {
                return Problems.Of(refusal.In(Rows.Path("prices", index)));
            }
        }

        audit.Record("import-prices", "product", id, null, body);
        PublishPrice.Tell(db, product, body.Prices, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductView.Of(product));
    }
}
