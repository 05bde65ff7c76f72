using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

internal static class GetConnection
{
    public static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Handle(Guid id, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        var view = await db.Connections
            .WithParties()
            .Where(row => row.Id == id)
            .Select(ConnectionView.For(caller.OrganizationId))
            .SingleOrDefaultAsync(cancellationToken);
        return view is null ? Problems.NotFound("connection") : TypedResults.Ok(view);
    }
}
