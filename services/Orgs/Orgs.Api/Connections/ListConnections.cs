using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Connections;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

/// <param name="Side">Only those in which the caller's organisation is the seller, or the buyer.</param>
internal sealed record ConnectionFilter(OneOf<ConnectionSide>? Side, OneOf<ConnectionStatus>? Status, Guid? SellerId, Guid? BuyerId);

internal static class ListConnections
{
    public static async Task<Ok<Page<ConnectionView>>> Handle(
        [AsParameters] PageQuery page, [AsParameters] ConnectionFilter filter, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        var connections = db.Connections.AsNoTracking().WithParties();
        connections = filter.Side?.Value switch
        {
            ConnectionSide.Seller => connections.Where(row => row.SellerId == caller.OrganizationId),
            ConnectionSide.Buyer => connections.Where(row => row.BuyerId == caller.OrganizationId),
            _ => connections,
        };
        var status = filter.Status?.Value;
        connections = connections.Where(row =>
            (status == null || row.Status == status)
            && (filter.SellerId == null || row.SellerId == filter.SellerId)
            && (filter.BuyerId == null || row.BuyerId == filter.BuyerId));
        return TypedResults.Ok(await connections.ToPageAsync(page, row => row.Id, ConnectionView.For(caller.OrganizationId), cancellationToken));
    }
}
