using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Orders;

/// <summary>Orders that the caller's organisation placed, was placed for, or is to deliver.</summary>
internal static class ReadOrders
{
    public static async Task<Results<Ok<Page<OrderView>>, ProblemHttpResult>> List(
        [AsParameters] OrderFilter filter, [AsParameters] PageQuery page, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        if (filter.Check().Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var found = await filter.Apply(db.Orders.AsNoTracking(), caller)
            .ToPageAsync(page, order => order.Id, OrderListing.From(db), oldestFirst: filter.Sort?.Value == OrderSort.Oldest, cancellationToken);
        return TypedResults.Ok(new Page<OrderView>([.. found.Items.Select(listing => listing.ToView(caller))], found.NextCursor));
    }

    public static async Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Get(Guid id, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var order = await db.Orders.AsNoTracking().Include(row => row.Lines).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return order is null ? Problems.NotFound("order") : TypedResults.Ok(await OrderDetail.Of(db, order, caller, cancellationToken));
    }
}
