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

/// <param name="Name">Shown instead of the product's own, like <paramref name="Description"/>.</param>
internal sealed record ImportedListing(Guid ProductId, string? Name = null, string? Description = null);

/// <param name="Listings">In the order in which they are shown.</param>
internal sealed record ImportedGroup(string Name, IReadOnlyList<ImportedListing> Listings);

/// <param name="Groups">1 to 100 new ones with 500 products together, in the order in which they are shown, behind those there are.</param>
internal sealed record CatalogueImport(IReadOnlyList<ImportedGroup> Groups);

/// <param name="Listings">In the order in which they were sent.</param>
internal sealed record ImportedGroupView(Guid Id, string Name, int Position, IReadOnlyList<ListingView> Listings);

/// <param name="Groups">In the order in which they were sent.</param>
internal sealed record CatalogueImportView(IReadOnlyList<ImportedGroupView> Groups);

/// <summary>
/// A seller opens with a whole catalogue: groups, and products that its customers see at once; or none of them where something is wrong with any. Every error
/// names the row that it is in. Rules and audit are those of doing it one by one.
/// </summary>
internal static class ImportCatalogue
{
    private const int MostGroups = 100;
    private const int MostListings = 500;

    private static readonly Refusal NoSuchProduct = new("not_found", "There is no such product.", RefusalKind.NotFound);

    public static async Task<Results<Created<CatalogueImportView>, ProblemHttpResult>> Handle(
        CatalogueImport body, Caller caller, StorefrontDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (Check(body.Groups).Refused(out var refusal)
            || (refusal = ListingLifecycle.RefuseWithoutCatalogue(await db.StandingOf(caller, cancellationToken))) is not null)
        {
            return Problems.Of(refusal);
        }

        var wanted = body.Groups.SelectMany(group => group.Listings).Select(listing => listing.ProductId).ToList();
        var products = await db.Products
            .Where(CreateListing.MayList(caller.OrganizationId))
            .Where(row => wanted.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var listed = await db.Listings.Where(row => wanted.Contains(row.ProductId)).Select(row => row.ProductId).ToHashSetAsync(cancellationToken);
        if (Refuse(body.Groups, products, listed) is { } refused)
        {
            return Problems.Of(refused);
        }

        var last = await db.CatalogueGroups.Where(row => row.SellerId == caller.OrganizationId).MaxAsync(row => (int?)row.Position, cancellationToken) ?? -1;
        var views = new List<ImportedGroupView>(body.Groups.Count);
        foreach (var (index, imported) in body.Groups.Index())
        {
            var group = new CatalogueGroupRow
            {
                Id = Guid.CreateVersion7(),
                RealmId = caller.RealmId,
                SellerId = caller.OrganizationId,
                Name = imported.Name.Trim(),
                Position = Math.Min(last + 1 + index, GroupRules.LastPosition),
            };
            db.Add(group);
            audit.Record("import-catalogue", "catalogue-group", group.Id, null, GroupView.From(group));
            var listings = imported.Listings.Index().Select(row => Publish(row.Item, row.Index, products[row.Item.ProductId], group, db, audit, clock.Now));
            views.Add(new ImportedGroupView(group.Id, group.Name, group.Position, [.. listings]));
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"{StorefrontEndpoints.Root}/catalogue/listings", new CatalogueImportView(views));
    }

    private static FieldChecks Check(IReadOnlyList<ImportedGroup> groups)
    {
        var checks = new FieldChecks().Range<int>("groups", groups.Count, 1, MostGroups);
        if (groups.Sum(group => group.Listings.Count) > MostListings)
        {
            return checks.Add("groups", "too_many_listings", $"One import has {MostListings} products at most.");
        }

        foreach (var (index, group) in groups.Take(MostGroups).Index())
        {
            checks.Text($"groups[{index}].name", group.Name, GroupRules.LongestName);
            foreach (var (place, listing) in group.Listings.Index())
            {
                checks
                    .OptionalText($"{Path(index, place)}.name", listing.Name, UpdateListing.LongestName)
                    .OptionalText($"{Path(index, place)}.description", listing.Description, UpdateListing.LongestDescription, multiline: true);
            }
        }

        return checks;
    }

    /// <summary>Null when each product is there, once, and new to the catalogue.</summary>
    /// <param name="taken">What is in the catalogue.</param>
    private static Refusal? Refuse(IReadOnlyList<ImportedGroup> groups, Dictionary<Guid, ProductRow> products, HashSet<Guid> taken)
    {
        foreach (var (index, group) in groups.Index())
        {
            foreach (var (place, listing) in group.Listings.Index())
            {
                var refusal = !products.ContainsKey(listing.ProductId) ? NoSuchProduct : taken.Add(listing.ProductId) ? null : CreateListing.AlreadyListed;
                if (refusal is not null)
                {
                    return refusal.In(Path(index, place));
                }
            }
        }

        return null;
    }

    private static ListingView Publish(
        ImportedListing imported, int position, ProductRow product, CatalogueGroupRow group, StorefrontDb db, AuditTrail audit, DateTimeOffset now)
    {
        var listing = new ListingRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = group.RealmId,
            OrganizationId = group.SellerId,
            ProductId = imported.ProductId,
            Status = ListingStatus.Published,
            Name = UpdateListing.Kept(imported.Name, present: null),
            Description = UpdateListing.Kept(imported.Description, present: null),
            GroupId = group.Id,
            Position = position,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var shown = new PublishedProductRow { SellerId = listing.OrganizationId, ProductId = listing.ProductId, RealmId = listing.RealmId };
        ListingToMove.Describe(shown, listing);
        db.Add(listing);
        db.Add(shown);
        var view = new ListingView(
            listing.Id, listing.ProductId, product.Name, listing.Status, now, now, listing.Version, listing.Name, listing.Description, listing.GroupId, position, product.LogoUrl);
        audit.Record("import-catalogue", "listing", listing.Id, null, view);
        return view;
    }

    private static string Path(int group, int listing) => $"groups[{group}].listings[{listing}]";
}
