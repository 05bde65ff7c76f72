using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Catalogue;

internal sealed record ShopGroupView(Guid Id, string Name);

/// <summary>The headings of a seller's catalogue under which a buyer finds something, in the order that the seller gave them.</summary>
internal static class ListShopGroups
{
    private const int Most = 200;

    public static async Task<Results<Ok<IReadOnlyList<ShopGroupView>>, ProblemHttpResult>> Handle(
        Guid connectionId, Caller caller, StorefrontDb db, ShopCatalogue catalogue, CancellationToken cancellationToken)
    {
        if ((await catalogue.Connection(connectionId, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        var shown = catalogue.Of(connection).Select(offer => offer.GroupId);
        return TypedResults.Ok<IReadOnlyList<ShopGroupView>>(await db.CatalogueGroups.AsNoTracking()
            .Where(group => group.SellerId == connection.SellerId && shown.Contains(group.Id))
            .OrderBy(group => group.Position).ThenBy(group => group.Name)
            .Take(Most)
            .Select(group => new ShopGroupView(group.Id, group.Name))
            .ToListAsync(cancellationToken));
    }
}
