using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>Which products are wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record ShopProductFilter(
    [property: Description("The connection to buy on.")] Guid ConnectionId,
    Guid? GroupId,
    OneOf<ProductKind>? Kind,
    [property: Description("Words of the name or the description.")] string? Search);

/// <summary>What a buyer can buy on a connection, at its own prices, in the order that the seller gave it.</summary>
internal static class ListShopProducts
{
    private const string Order = "position";
    private const int LongestSearch = 100;
    private const string Escape = "\\";

    private static readonly Expression<Func<Offer, ValueTuple<int, Guid>>> Place = offer => ValueTuple.Create(offer.Position, offer.ProductId);

    public static async Task<Results<Ok<Page<ShopProductView>>, ProblemHttpResult>> Handle(
        [AsParameters] ShopProductFilter filter,
        [AsParameters] PageQuery page,
        Caller caller,
        ShopCatalogue catalogue,
        OfferViews views,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("search", filter.Search, LongestSearch).Refused(out var refusal)
            || Keyset.LimitOf(page).IsRefused(out refusal, out var limit)
            || (await catalogue.Connection(filter.ConnectionId, caller, cancellationToken)).IsRefused(out refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        var wanted = Matching(catalogue.Of(connection), filter);
        if (page.Cursor is { Length: > 0 } cursor)
        {
            if (KeysetCursor.Read(cursor, Order).IsRefused(out refusal, out var last) || last.As<int>().IsRefused(out refusal, out var position))
            {
                return Problems.Of(refusal);
            }

            wanted = wanted.After(Place, descending: false, position, last.Id);
        }

        var found = await wanted.InOrder(Place, descending: false).Take(limit + 1).ToListAsync(cancellationToken);
        var items = await views.Of(connection, [.. found.Take(limit)], cancellationToken);
        var next = found.Count > limit ? new KeysetCursor(Order, found[limit - 1].Position.ToString(CultureInfo.InvariantCulture), found[limit - 1].ProductId).Write() : null;
        return TypedResults.Ok(new Page<ShopProductView>(items, next));
    }

    private static IQueryable<Offer> Matching(IQueryable<Offer> offers, ShopProductFilter filter)
    {
        if (filter.GroupId is { } group)
        {
            offers = offers.Where(offer => offer.GroupId == group);
        }

        if (filter.Kind is { Value: var kind })
        {
            offers = offers.Where(offer => offer.Product.Kind == kind);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            var pattern = $"%{search.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            offers = offers.Where(offer => EF.Functions.ILike(offer.Name, pattern, Escape) || EF.Functions.ILike(offer.Description, pattern, Escape));
        }

        return offers;
    }
}
