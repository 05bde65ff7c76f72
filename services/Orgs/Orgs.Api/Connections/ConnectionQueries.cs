using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Connections;

internal static class ConnectionQueries
{
    /// <summary>The other party of a connection is neither the caller's own organisation nor, always, its child: it is shown all the same.</summary>
    public static IQueryable<Connection> WithParties(this IQueryable<Connection> connections) =>
        connections.IgnoreQueryFilters([OrgsDb.FamilyFilter]);

    /// <summary>For an operation that changes the connection and tells of it.</summary>
    public static Task<Connection?> LoadAsync(this OrgsDb db, Guid id, CancellationToken cancellationToken) =>
        db.Connections.WithParties().Include(row => row.Seller).Include(row => row.Buyer).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    public static Task<ConnectionView> ViewAsync(this OrgsDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        db.Connections.WithParties().Where(row => row.Id == id).Select(ConnectionView.For(caller.OrganizationId)).SingleAsync(cancellationToken);

    /// <summary>What the caller is in a connection that it sees.</summary>
    public static ConnectionSide SideOf(this Connection connection, Caller caller) =>
        connection.SellerId == caller.OrganizationId ? ConnectionSide.Seller : ConnectionSide.Buyer;
}
