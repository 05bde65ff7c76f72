using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <summary>An organisation's place in the tree, and no more: its profile, people and connections are for itself and its parent.</summary>
/// <param name="Level">Below the root that was asked for, which is 0.</param>
/// <param name="ChildCount">Directly under it, whether they are in this answer or not.</param>
internal sealed record TreeNodeView(
    Guid Id, Guid? ParentId, int Level, string Name, string Namespace, OrgKind Kind, OrganizationStatus Status, ResellerPlan? ResellerPlan, int ChildCount);

/// <param name="Root">The caller's own organisation or one below it; its own if left out.</param>
/// <param name="Depth">How many levels below the root.</param>
internal sealed record TreeQuery(
    [property: Description("The caller's own organisation or one below it; its own if left out.")] Guid? Root = null,
    [property: Description("How many levels below the root, 1 to 20; 1 if left out.")] int? Depth = null);

internal static class ListOrganizationTree
{
    private const int DeepestAsked = 20;

    /// <summary>The caller's tree, or a part of it: each organisation, then all that is below it.</summary>
    public static async Task<Results<Ok<Page<TreeNodeView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] TreeQuery query, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        var limit = page.Limit ?? PageQuery.DefaultLimit;
        var depth = query.Depth ?? 1;
        var checks = new FieldChecks().Range("limit", (int?)limit, 1, PageQuery.MaxLimit).Range("depth", (int?)depth, 1, DeepestAsked);
        if (checks.Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var own = await db.Organizations.AsNoTracking().SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (ChildPlacement.MayHaveChildren(own.Kind, own.Plan).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var root = await FindAsync(db, own.Id, query.Root ?? own.Id, cancellationToken);
        if (root is null)
        {
            return Problems.NotFound("organization");
        }

        Organization? after = null;
        if (page.Cursor is { Length: > 0 } cursor)
        {
            after = Guid.TryParseExact(cursor, "N", out var last) ? await FindAsync(db, root.Id, last, cancellationToken) : null;
            if (after is null)
            {
                return Problems.Of(Refusal.Invalid("cursor", "bad_cursor", "It is no cursor of this list."));
            }
        }

        var found = await db.SubtreeOf(root, depth, after, limit + 1)
            .Select(row => new TreeNodeView(
                row.Id,
                row.ParentId,
                row.Depth - root.Depth,
                row.Name,
                Namespaces.Of(row.Slug),
                row.Kind,
                row.Status,
                row.Plan,
                db.Organizations.Count(child => child.ParentId == row.Id)))
            .ToListAsync(cancellationToken);
        var items = found.Take(limit).ToList();
        return TypedResults.Ok(new Page<TreeNodeView>(items, found.Count > limit ? items[^1].Id.ToString("N") : null));
    }

    private static Task<Organization?> FindAsync(OrgsDb db, Guid ancestorId, Guid id, CancellationToken cancellationToken) =>
        db.Organizations.AsNoTracking().InTreeOf(ancestorId).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
}
