using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

internal static class GetOrganization
{
    /// <summary>The caller's own organisation or one of its children.</summary>
    public static async Task<Results<Ok<OrganizationView>, ProblemHttpResult>> Handle(Guid id, OrgsDb db, CancellationToken cancellationToken)
    {
        var view = await db.Organizations.Where(row => row.Id == id).Select(OrganizationView.Of).SingleOrDefaultAsync(cancellationToken);
        return view is null ? Problems.NotFound("organization") : TypedResults.Ok(view);
    }
}
