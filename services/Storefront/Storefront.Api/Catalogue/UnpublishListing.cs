using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>The product goes out of the customers' sight and keeps its place in the catalogue. A seller can do that on any plan.</summary>
internal static class UnpublishListing
{
    public static async Task<Results<Ok<ListingView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, ListingToMove listings, CancellationToken cancellationToken) =>
        (await listings.Move(id, ListingAction.Unpublish, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var view)
            ? Problems.Of(refusal)
            : TypedResults.Ok(view);
}
