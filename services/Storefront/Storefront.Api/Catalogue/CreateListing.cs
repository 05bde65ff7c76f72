using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

internal sealed record NewListing(Guid ProductId);

/// <summary>A seller puts a product into its catalogue; nobody else sees it before it is published.</summary>
internal static class CreateListing
{
    public static readonly Refusal AlreadyListed = new("already_listed", "The product is in your catalogue already.");

    /// <summary>A seller's own products, and those that are there for every reseller.</summary>
    public static Expression<Func<ProductRow, bool>> MayList(Guid sellerId) => row => row.ManagedById == sellerId || row.SharedWithResellers;

    public static async Task<Results<Created<ListingView>, ProblemHttpResult>> Handle(
        NewListing body, Caller caller, StorefrontDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (ListingLifecycle.RefuseWithoutCatalogue(await db.StandingOf(caller, cancellationToken)) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var product = await db.Products
            .Where(MayList(caller.OrganizationId))
            .Where(row => row.Id == body.ProductId)
            .Select(row => new { row.Name, row.LogoUrl }).SingleOrDefaultAsync(cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        if (await db.Listings.AnyAsync(row => row.ProductId == body.ProductId, cancellationToken))
        {
            return Problems.Of(AlreadyListed);
        }

        var now = clock.Now;
        var listing = new ListingRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            ProductId = body.ProductId,
            Status = ListingStatus.Draft,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var view = new ListingView(listing.Id, listing.ProductId, product.Name, listing.Status, now, now, listing.Version, null, null, null, 0, product.LogoUrl);
        db.Add(listing);
        audit.Record("create-listing", "listing", listing.Id, null, view);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"{StorefrontEndpoints.Root}/catalogue/listings/{listing.Id}", view);
    }
}
