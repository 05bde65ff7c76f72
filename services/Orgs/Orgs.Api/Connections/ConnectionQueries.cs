using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

internal static class ConnectionQueries
{
    /// <summary>The other party of a connection is neither the caller's own organisation nor, always, its child: it is shown all the same.</summary>
    public static IQueryable<Connection> WithParties(this IQueryable<Connection> connections) =>
        connections.IgnoreQueryFilters([OrgsDb.FamilyFilter]);

    /// <summary>The connection as it was when the caller read it, for an operation that changes it and tells of it.</summary>
    public static async Task<Result<Connection>> LoadAsync(this OrgsDb db, Guid id, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.WithParties()
            .Include(row => row.Seller)
            .Include(row => row.Buyer)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (connection is null)
        {
            return new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound);
        }

        return ifMatch.Check(connection.Version) is { } changed ? changed : connection;
    }

    public static Task<ConnectionView> ViewAsync(this OrgsDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        db.Connections.WithParties().Where(row => row.Id == id).Select(ConnectionView.For(caller.OrganizationId)).SingleAsync(cancellationToken);

    /// <summary>What the caller is in a connection that it sees.</summary>
    public static ConnectionSide SideOf(this Connection connection, Caller caller) =>
        connection.SellerId == caller.OrganizationId ? ConnectionSide.Seller : ConnectionSide.Buyer;
}
