using System.Linq.Expressions;
using Billing.Api.Connections;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Api.Products;

/// <summary><see cref="CatalogueVisibility"/> as queries: what an organisation must not see is not found.</summary>
internal static class Visibility
{
    /// <summary>What an organisation can sell: what it manages itself, and what is shared with resellers.</summary>
    public static Expression<Func<Product, bool>> OfProducts(Guid organizationId) =>
        product => product.SharedWithResellers || product.ManagedById == organizationId;

    /// <summary>What it can look at: besides that, for the operator everything, and for a customer what its sellers keep for themselves.</summary>
    public static IQueryable<Product> VisibleProducts(this BillingDb db, Caller caller)
    {
        var id = caller.OrganizationId;
        return caller.Kind switch
        {
            OrganizationKind.Operator => db.Products,
            OrganizationKind.Partner => db.Products.Where(OfProducts(id)),
            _ => db.Products.Where(product => product.SharedWithResellers
                || db.Connections.Any(connection => connection.SellerId == product.ManagedById && connection.BuyerId == id && connection.Status != ConnectionStatus.Ended)),
        };
    }

    /// <summary>One of those with all its prices, to change it and to tell of it; null where there is none.</summary>
    public static Task<Product?> ProductToChange(this BillingDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        db.VisibleProducts(caller)
            .AsSplitQuery()
            .Include(row => row.RecommendedPrices)
            .Include(row => row.WholesalePrices)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>How the caller stands to a product that it sees, as far as it matters for changing it.</summary>
    public static CatalogueViewer ViewerOf(this Product product, Caller caller) => caller.Kind switch
    {
        OrganizationKind.Operator => CatalogueViewer.Operator,
        OrganizationKind.Partner => product.ManagedById == caller.OrganizationId ? CatalogueViewer.Owner : CatalogueViewer.FurtherReseller,
        _ => CatalogueViewer.OtherCustomer,
    };
}
