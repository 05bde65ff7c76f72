using System.Linq.Expressions;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <param name="ProductName">The product's own.</param>
/// <param name="Name">What is shown instead; null where the product's own is. So is <paramref name="Description"/>.</param>
/// <param name="Position">Smaller ones come first.</param>
internal sealed record ListingView(
    Guid Id,
    Guid ProductId,
    string? ProductName,
    ListingStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version,
    string? Name,
    string? Description,
    Guid? GroupId,
    int Position,
    string? ProductLogoUrl) : IVersionedView
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<ListingRow, ListingView>> From(StorefrontDb db) => listing => new ListingView(
        listing.Id,
        listing.ProductId,
        db.Products.Where(product => product.Id == listing.ProductId).Select(product => product.Name).FirstOrDefault(),
        listing.Status,
        listing.CreatedAt,
        listing.UpdatedAt,
        listing.Version,
        listing.Name,
        listing.Description,
        listing.GroupId,
        listing.Position,
        db.Products.Where(product => product.Id == listing.ProductId).Select(product => product.LogoUrl).FirstOrDefault());
}
