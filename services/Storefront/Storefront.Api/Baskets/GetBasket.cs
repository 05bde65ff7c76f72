using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Catalogue;
using Storefront.Api.Storage;

namespace Storefront.Api.Baskets;

/// <summary>What the caller's organisation is about to order on a connection, at the prices of this moment.</summary>
internal static class GetBasket
{
    public static async Task<Results<Ok<BasketView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, StorefrontDb db, ShopCatalogue catalogue, OpenBaskets baskets, CancellationToken cancellationToken)
    {
        if ((await catalogue.Connection(id, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        var basket = await db.Baskets.AsNoTracking().SingleOrDefaultAsync(row => row.ConnectionId == id, cancellationToken);
        var lines = basket is null ? [] : await db.BasketLines.AsNoTracking().Where(row => row.BasketId == basket.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(await baskets.View(connection, basket, lines, cancellationToken));
    }
}
