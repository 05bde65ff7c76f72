using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <param name="Position">Smaller ones come first.</param>
internal sealed record GroupView(Guid Id, string Name, int Position, long Version) : IVersionedView
{
    public static GroupView From(CatalogueGroupRow row) => new(row.Id, row.Name, row.Position, row.Version);
}

internal sealed record NewGroup(string Name, int Position = 0);

/// <summary>What is left out stays as it is.</summary>
internal sealed record GroupChanges(string? Name, int? Position);

internal static class GroupRules
{
    public const int LongestName = 100;
    public const int LastPosition = 100_000;

    public static readonly Refusal NameTaken = new("group_name_taken", "Another group of the catalogue is called so.");
    public static readonly Refusal NotEmpty = new("group_not_empty", "Products stand in this group; put them elsewhere first.");

    /// <summary>
    /// Holds a group of the caller's until the transaction ends: nothing is put into it while it is deleted, nor the other way round. False if there is none.
    /// </summary>
    public static async Task<bool> LockGroup(this StorefrontDb db, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM catalogue_group WHERE id = {id} AND seller_id = {caller.OrganizationId} FOR UPDATE", cancellationToken);
        return await db.CatalogueGroups.AnyAsync(row => row.Id == id && row.SellerId == caller.OrganizationId, cancellationToken);
    }
}

/// <summary>A seller puts headings into its catalogue.</summary>
internal static class EditGroups
{
    public static async Task<Results<Created<GroupView>, ProblemHttpResult>> Create(
        NewGroup body, Caller caller, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().Text("name", body.Name, GroupRules.LongestName).Range<int>("position", body.Position, 0, GroupRules.LastPosition);
        if (checks.Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        if (ListingLifecycle.RefuseWithoutCatalogue(await db.StandingOf(caller, cancellationToken)) is { } withoutCatalogue)
        {
            return Problems.Of(withoutCatalogue);
        }

        var group = new CatalogueGroupRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            SellerId = caller.OrganizationId,
            Name = body.Name.Trim(),
            Position = body.Position,
        };
        var view = GroupView.From(group);
        db.Add(group);
        audit.Record("create-catalogue-group", "catalogue-group", group.Id, null, view);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"{StorefrontEndpoints.Root}/catalogue/groups/{group.Id}", view);
    }

    public static async Task<Ok<Page<GroupView>>> List([AsParameters] PageQuery page, Caller caller, StorefrontDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.CatalogueGroups.AsNoTracking().Where(row => row.SellerId == caller.OrganizationId)
            .ToPageAsync(page, row => row.Id, row => new GroupView(row.Id, row.Name, row.Position, row.Version), cancellationToken));

    public static async Task<Results<Ok<GroupView>, ProblemHttpResult>> Update(
        Guid id, GroupChanges body, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().OptionalText("name", body.Name, GroupRules.LongestName, min: 1).Range("position", body.Position, 0, GroupRules.LastPosition);
        if (checks.Refused(out var refusal) || (await Find(db, id, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var group))
        {
            return Problems.Of(refusal);
        }

        var before = GroupView.From(group);
        group.Name = body.Name?.Trim() ?? group.Name;
        group.Position = body.Position ?? group.Position;
        group.Version++;
        var view = GroupView.From(group);
        audit.Record("update-catalogue-group", "catalogue-group", id, before, view);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(view);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        await db.LockGroup(id, caller, cancellationToken);
        if ((await Find(db, id, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var group))
        {
            return Problems.Of(refusal);
        }

        if (await db.Listings.AnyAsync(row => row.GroupId == id, cancellationToken))
        {
            return Problems.Of(GroupRules.NotEmpty);
        }

        db.Remove(group);
        audit.Record("delete-catalogue-group", "catalogue-group", id, GroupView.From(group), null);
        await change.Save(db, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Result<CatalogueGroupRow>> Find(StorefrontDb db, Guid id, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        var group = await db.CatalogueGroups.SingleOrDefaultAsync(row => row.Id == id && row.SellerId == caller.OrganizationId, cancellationToken);
        if (group is null)
        {
            return new Refusal("not_found", "There is no such group.", RefusalKind.NotFound);
        }

        return ifMatch.Check(group.Version) is { } stale ? stale : group;
    }
}
