using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>The product goes out of the customers' sight and keeps its place in the catalogue. A seller can do that on any plan.</summary>
internal static class UnpublishListing
{
    public static async Task<Results<Ok<ListingView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, StorefrontDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var listing = await db.Listings.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (listing is null)
        {
            return Problems.NotFound("listing");
        }

        if (ifMatch.Check(listing.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        var standing = await db.StandingOf(caller, cancellationToken);
        if (ListingLifecycle.Table.Next(listing.Status, ListingAction.Unpublish, standing).IsRefused(out var refusal, out var next))
        {
            return Problems.Of(refusal);
        }

        listing.Status = next;
        listing.UpdatedAt = clock.Now;
        listing.Version++;
        db.Remove(new PublishedProductRow { SellerId = listing.OrganizationId, ProductId = listing.ProductId, RealmId = listing.RealmId });
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.Listings.Where(row => row.Id == id).Select(ListingView.From(db)).SingleAsync(cancellationToken));
    }
}
