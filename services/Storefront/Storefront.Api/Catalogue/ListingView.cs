using System.Linq.Expressions;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

internal sealed record ListingView(
    Guid Id, Guid ProductId, string? ProductName, ListingStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version) : IVersionedView
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<ListingRow, ListingView>> From(StorefrontDb db) => listing => new ListingView(
        listing.Id,
        listing.ProductId,
        db.Products.Where(product => product.Id == listing.ProductId).Select(product => product.Name).FirstOrDefault(),
        listing.Status,
        listing.CreatedAt,
        listing.UpdatedAt,
        listing.Version);
}
