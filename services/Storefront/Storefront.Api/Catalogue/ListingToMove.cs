using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>What publishing, unpublishing and describing a product have in common.</summary>
internal sealed class ListingToMove(StorefrontDb db, RealmClock clock, AuditTrail audit)
{
    private static readonly Refusal Missing = new("not_found", "There is no such listing.", RefusalKind.NotFound);

    /// <summary>A listing of the caller's, as it was when the caller read it.</summary>
    public async Task<Result<ListingRow>> Load(Guid id, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        var listing = await db.Listings.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (listing is null)
        {
            return Missing;
        }

        return ifMatch.Check(listing.Version) is { } stale ? stale : listing;
    }

    public async Task<Result<ListingView>> Move(Guid id, ListingAction action, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if ((await Load(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var listing))
        {
            return refusal;
        }

        var standing = await db.StandingOf(caller, cancellationToken);
        if (action == ListingAction.Publish && ListingLifecycle.RefuseWithoutCatalogue(standing) is { } withoutCatalogue)
        {
            return withoutCatalogue;
        }

        if (ListingLifecycle.Table.Next(listing.Status, action, standing).IsRefused(out refusal, out var next))
        {
            return refusal;
        }

        var before = await View(id, cancellationToken);
        listing.Status = next;
        var shown = new PublishedProductRow { SellerId = listing.OrganizationId, ProductId = listing.ProductId, RealmId = listing.RealmId };
        if (next == ListingStatus.Published)
        {
            Describe(shown, listing);
            db.Add(shown);
        }
        else
        {
            db.Remove(shown);
        }

        return await Save(listing, action == ListingAction.Publish ? "publish-listing" : "unpublish-listing", before, cancellationToken);
    }

    /// <summary>Counts the version up, records the change and writes it.</summary>
    /// <param name="operation">The operation id.</param>
    public async Task<ListingView> Save(ListingRow listing, string operation, ListingView before, CancellationToken cancellationToken)
    {
        listing.UpdatedAt = clock.Now;
        listing.Version++;
        var after = before with
        {
            Status = listing.Status,
            UpdatedAt = listing.UpdatedAt,
            Version = listing.Version,
            Name = listing.Name,
            Description = listing.Description,
            GroupId = listing.GroupId,
            Position = listing.Position,
        };
        audit.Record(operation, "listing", listing.Id, before, after);
        await db.SaveChangesAsync(cancellationToken);
        return after;
    }

    public Task<ListingView> View(Guid id, CancellationToken cancellationToken) =>
        db.Listings.AsNoTracking().Where(row => row.Id == id).Select(ListingView.From(db)).SingleAsync(cancellationToken);

    public static void Describe(PublishedProductRow shown, ListingRow listing)
    {
        shown.Name = listing.Name;
        shown.Description = listing.Description;
        shown.GroupId = listing.GroupId;
        shown.Position = listing.Position;
    }
}
