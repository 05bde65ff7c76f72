using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>From now on the seller's customers see the product.</summary>
internal static class PublishListing
{
    public static async Task<Results<Ok<ListingView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, ListingToMove listings, CancellationToken cancellationToken) =>
        (await listings.Move(id, ListingAction.Publish, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var view)
            ? Problems.Of(refusal)
            : TypedResults.Ok(view);
}
