using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

internal static class ListOrganizations
{
    /// <summary>The children of the caller's organisation.</summary>
    public static async Task<Results<Ok<Page<OrganizationView>>, ProblemHttpResult>> Handle(
        [AsParameters] PageQuery page, OneOf<OrgKind>? kind, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        var own = await db.Organizations.AsNoTracking().SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (ChildPlacement.MayHaveChildren(own.Kind, own.Plan).IsRefused(out var refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var wanted = kind?.Value;
        var children = db.Organizations.Where(row => row.ParentId == caller.OrganizationId && (wanted == null || row.Kind == wanted));
        return TypedResults.Ok(await children.ToPageAsync(page, row => row.Id, OrganizationView.Of, cancellationToken));
    }
}
