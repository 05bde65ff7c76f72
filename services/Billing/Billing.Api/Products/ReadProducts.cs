using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

/// <summary>What is for sale. Who must not see the wholesale price does not: their queries do not reach that row.</summary>
internal static class ReadProducts
{
    public static async Task<Ok<Page<ProductView>>> List([AsParameters] PageQuery page, Caller caller, BillingDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await Visible(db, caller).ToPageAsync(page, product => product.Id, product => ProductView.Of(product), cancellationToken));

    public static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Get(Guid id, Caller caller, BillingDb db, CancellationToken cancellationToken) =>
        await Visible(db, caller).SingleOrDefaultAsync(product => product.Id == id, cancellationToken) is { } product
            ? TypedResults.Ok(ProductView.Of(product))
            : Problems.NotFound("product");

    private static IQueryable<Product> Visible(BillingDb db, Caller caller) =>
        db.VisibleProducts(caller)
            .AsNoTracking()
            .AsSplitQuery()
            .Include(product => product.RecommendedPrices)
            .Include(product => product.WholesalePrices);
}
