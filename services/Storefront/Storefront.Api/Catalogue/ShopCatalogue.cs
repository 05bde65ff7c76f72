using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

/// <summary>A product as a seller shows it to one of its buyers.</summary>
internal sealed class Offer
{
    public required ProductRow Product { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required Guid? GroupId { get; init; }
    public required int Position { get; init; }
    public required Guid ProductId { get; init; }
}

/// <summary>What a buyer can buy on one of its connections.</summary>
internal sealed class ShopCatalogue(StorefrontDb db)
{
    private static readonly Refusal Missing = new("not_found", "There is no such connection.", RefusalKind.NotFound);

    /// <summary>A connection that the caller's organisation buys on. Its seller's own view of the catalogue is the list of its listings.</summary>
    public async Task<Result<ConnectionRow>> Connection(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.BuyerId == caller.OrganizationId, cancellationToken);
        return connection is null ? Missing : connection;
    }

    /// <summary>Nothing from a seller without a catalogue: what it published while it had one stays out of sight.</summary>
    public IQueryable<Offer> Of(ConnectionRow connection)
    {
        var seller = connection.SellerId;
        var isForPartners = connection.BuyerKind == OrganizationKind.Partner;
        return
            from published in db.PublishedProducts.AsNoTracking()
            where published.SellerId == seller
                && db.Sellers.Any(row => row.Id == seller && row.Status != OrganizationStatus.Ended && (row.IsOperator || row.Plan == ResellerPlan.Standard || row.Plan == ResellerPlan.Tenant))
            join product in db.Products.AsNoTracking() on published.ProductId equals product.Id
            where (product.SharedWithResellers || product.ManagedById == seller) && (product.ResellerPlan != null) == isForPartners
            select new Offer
            {
                Product = product,
                Name = published.Name ?? product.Name,
                Description = published.Description ?? product.Description,
                GroupId = published.GroupId,
                Position = published.Position,
                ProductId = product.Id,
            };
    }
}
