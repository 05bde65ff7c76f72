using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

/// <summary>What a request is about, read at once. None of it is changed by carrying it out.</summary>
/// <param name="Product">Of the state agreed on.</param>
/// <param name="SellerTimeZone">IANA name.</param>
/// <param name="Proposed">What the seller pays as it was when it proposed. Its own row, which the buyer who approves does not see: it is compared, never shown. Null where it paid nothing.</param>
internal sealed record AgreedSale(Connection Connection, Product Product, string SellerTimeZone, RequestMargin? Proposed);

internal static class AgreedSales
{
    /// <param name="request">Found in the caller's scope, so what it is about may be read past that; the realm still holds.</param>
    public static Task<AgreedSale> SaleOf(this BillingDb db, Request request, CancellationToken cancellationToken) =>
        (from connection in db.Connections
         from product in db.Products
         from seller in db.Organizations
         from margin in db.RequestMargins.Where(row => row.RequestId == request.Id && row.RealmId == request.RealmId).DefaultIfEmpty()
         where connection.Id == request.ConnectionId && product.Id == request.After.ProductId && seller.Id == request.SellerId
            && connection.RealmId == request.RealmId && product.RealmId == request.RealmId && seller.RealmId == request.RealmId
         select new AgreedSale(connection, product, seller.TimeZone, margin))
        .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
        .AsNoTracking()
        .SingleAsync(cancellationToken);
}
