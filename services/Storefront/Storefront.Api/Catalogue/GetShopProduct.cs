using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>One product with what goes with it: its add-ons and what it could be upgraded to.</summary>
internal static class GetShopProduct
{
    private const int MostAddOns = 100;

    public static async Task<Results<Ok<ShopProductDetail>, ProblemHttpResult>> Handle(
        Guid id, Guid connectionId, Caller caller, ShopCatalogue catalogue, OfferViews views, CancellationToken cancellationToken)
    {
        if ((await catalogue.Connection(connectionId, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        var offers = catalogue.Of(connection);
        if (await offers.SingleOrDefaultAsync(offer => offer.ProductId == id, cancellationToken) is not { } offer)
        {
            return Problems.NotFound("product");
        }

        var isMain = offer.Product.Kind == ProductKind.Main;
        var targets = offer.Product.UpgradeTargets;
        var others = await offers
            .Where(other => (isMain && other.Product.Kind == ProductKind.AddOn) || targets.Contains(other.ProductId))
            .OrderBy(other => other.Position).ThenBy(other => other.ProductId)
            .Take(MostAddOns)
            .ToListAsync(cancellationToken);
        var shown = await views.Of(connection, [offer, .. others], cancellationToken);
        return TypedResults.Ok(new ShopProductDetail(
            shown[0],
            [.. shown.Skip(1).Where(other => other.Kind == ProductKind.AddOn && isMain)],
            [.. shown.Skip(1).Where(other => targets.Contains(other.Id))]));
    }
}
