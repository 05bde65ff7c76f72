using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Catalogue;

/// <summary>What is left out stays as it is; empty text shows the product's own again.</summary>
/// <param name="GroupId">One of the seller's groups.</param>
/// <param name="IsUngrouped">Takes it out of its group.</param>
/// <param name="Position">Smaller ones come first.</param>
internal sealed record ListingChanges(string? Name, string? Description, Guid? GroupId, int? Position, bool IsUngrouped = false);

/// <summary>A seller presents a product in words of its own, at a place of its own. Customers see it at once where it is published.</summary>
internal static class UpdateListing
{
    public const int LongestName = 200;
    public const int LongestDescription = 4000;

    private static readonly Refusal GroupUnknown = Refusal.Invalid("groupId", "group_unknown", "There is no such group.");

    public static async Task<Results<Ok<ListingView>, ProblemHttpResult>> Handle(
        Guid id, ListingChanges body, Caller caller, IfMatch ifMatch, StorefrontDb db, ListingToMove listings, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var checks = new FieldChecks()
            .OptionalText("name", body.Name, LongestName)
            .OptionalText("description", body.Description, LongestDescription, multiline: true)
            .Range("position", body.Position, 0, GroupRules.LastPosition);
        if (checks.Refused(out var refusal) || (await listings.Load(id, ifMatch, cancellationToken)).IsRefused(out refusal, out var listing))
        {
            return Problems.Of(refusal);
        }

        if (body.GroupId is { } wanted && !await db.LockGroup(wanted, caller, cancellationToken))
        {
            return Problems.Of(GroupUnknown);
        }

        var before = await listings.View(id, cancellationToken);
        listing.Name = Kept(body.Name, listing.Name);
        listing.Description = Kept(body.Description, listing.Description);
        listing.GroupId = body.IsUngrouped ? null : body.GroupId ?? listing.GroupId;
        listing.Position = body.Position ?? listing.Position;
        var shown = await db.PublishedProducts.SingleOrDefaultAsync(row => row.SellerId == listing.OrganizationId && row.ProductId == listing.ProductId, cancellationToken);
        if (shown is not null)
        {
            ListingToMove.Describe(shown, listing);
        }

        var view = await listings.Save(listing, "update-listing", before, cancellationToken);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(view);
    }

    /// <summary>What it is called from now on; null for the product's own.</summary>
    public static string? Kept(string? wanted, string? present) => wanted is null ? present : wanted.Trim() is { Length: > 0 } text ? text : null;
}
