using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;

namespace Orgs.Api.Organizations;

/// <summary>Questions about the tree of organisations. Each row has its whole path, so none of them walks it.</summary>
public static class Hierarchy
{
    /// <summary>Those among the organisations that an organisation administers, at any depth, and itself: the ones whose place in the tree it may see.</summary>
    public static IQueryable<Organization> InTreeOf(this IQueryable<Organization> organizations, Guid ancestorId) =>
        organizations.IgnoreQueryFilters([OrgsDb.FamilyFilter]).Where(row => row.Path.Contains(ancestorId));

    /// <summary>A part of a subtree in the order in which a tree is written down: each organisation, then all that is below it.</summary>
    /// <param name="depth">How many levels below the root.</param>
    /// <param name="after">Where the part before ended; null for the first one.</param>
    /// <param name="limit">How many rows at most. The work is a range scan of as many rows on each level, however large the subtree is.</param>
    public static IQueryable<Organization> SubtreeOf(this OrgsDb db, Organization root, int depth, Organization? after, int limit)
    {
        var from = (after ?? root).Path;
        Guid[] to = [.. root.Path, Guid.AllBitsSet];
        var already = after?.Id ?? Guid.Empty;
        return db.Organizations
            .FromSql(
                $"""
                SELECT node.* FROM generate_series({root.Depth}, {root.Depth + depth}) AS level CROSS JOIN LATERAL (
                    SELECT * FROM organizations
                    WHERE depth = level AND path >= {from} AND path <= {to} AND id <> {already}
                    ORDER BY path LIMIT {limit}
                ) AS node
                """)
            .IgnoreQueryFilters([OrgsDb.FamilyFilter])
            .OrderBy(row => row.Path)
            .Take(limit);
    }
}
