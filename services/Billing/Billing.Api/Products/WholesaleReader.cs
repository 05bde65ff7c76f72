using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Products;

/// <summary>
/// What the operator charges for a product now. A customer's approval starts its seller's wholesale, so this looks past the filter that keeps these prices
/// from customers; what it finds goes into schedules of others, never into an answer.
/// </summary>
internal sealed class WholesaleReader(BillingDb db)
{
    /// <summary>Null where the product has no such price, or is not sold on.</summary>
    public async Task<WholesaleQuote?> Current(Product product, PriceTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (product.ResellerSubscriptionPer is not { } per)
        {
            return null;
        }

        var versions = await db.WholesalePrices
            .IgnoreQueryFilters([BillingDb.PartnersOnlyFilter])
            .Where(price => price.ProductId == product.Id)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return versions.Current(terms, now) is { } current ? new WholesaleQuote(current.Amount, current.Number, per) : null;
    }
}
