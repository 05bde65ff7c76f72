using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Catalogue;

/// <summary>The catalogue that the caller's organisation works on, drafts included. Newest first.</summary>
internal static class ListListings
{
    public static async Task<Ok<Page<ListingView>>> Handle([AsParameters] PageQuery page, StorefrontDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.Listings.AsNoTracking().ToPageAsync(page, row => row.Id, ListingView.From(db), cancellationToken));
}
