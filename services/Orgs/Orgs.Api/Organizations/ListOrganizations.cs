using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <param name="Search">Part of a name, a namespace or the reference number of the connection from the caller.</param>
internal sealed record OrganizationFilter(
    [property: Description("Part of a name, of a namespace, or of the reference number of the connection from the caller; upper and lower case are the same.")] string? Search,
    OneOf<OrgKind>? Kind,
    OneOf<OrganizationStatus>? Status);

internal static class ListOrganizations
{
    private const int LongestSearch = 100;

    /// <summary>The children of the caller's organisation.</summary>
    public static async Task<Results<Ok<Page<OrganizationView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, [AsParameters] OrganizationFilter filter, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("search", filter.Search, LongestSearch).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var own = await db.Organizations.AsNoTracking().SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (ChildPlacement.MayHaveChildren(own.Kind, own.Plan).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var kind = filter.Kind?.Value;
        var status = filter.Status?.Value;
        var children = db.Organizations.Where(row =>
            row.ParentId == caller.OrganizationId && (kind == null || row.Kind == kind) && (status == null || row.Status == status));
        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
            children = Matching(children, db, caller.OrganizationId, search);
        }

        return TypedResults.Ok(await children.ToPageAsync(page, row => row.Id, OrganizationView.Of, cancellationToken));
    }

    /// <summary>Two index searches, united: over two tables an "or" could use neither index.</summary>
    private static IQueryable<Organization> Matching(IQueryable<Organization> children, OrgsDb db, Guid sellerId, string search)
    {
        var part = Pattern(search);
        var slug = Pattern(search.StartsWith(Namespaces.Prefix, StringComparison.OrdinalIgnoreCase) ? search[Namespaces.Prefix.Length..] : search);
        var named = children.Where(row => EF.Functions.ILike(row.Name, part, "\\") || EF.Functions.ILike(row.Slug, slug, "\\")).Select(row => row.Id);
        var referred = db.Connections
            .Where(row => row.SellerId == sellerId && row.ReferenceNumber != null && EF.Functions.ILike(row.ReferenceNumber, part, "\\"))
            .Select(row => row.BuyerId);
        return children.Where(row => named.Union(referred).Contains(row.Id));
    }

    /// <summary>Matches what contains the text; what LIKE reads as a wildcard is a letter like any other.</summary>
    private static string Pattern(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
