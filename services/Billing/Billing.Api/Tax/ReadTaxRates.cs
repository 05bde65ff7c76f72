using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Tax;

/// <summary>The caller's own table of tax rates.</summary>
internal static class ReadTaxRates
{
    public static async Task<Ok<TaxRatesView>> Handle(BillingDb db, CancellationToken cancellationToken) => TypedResults.Ok(await Of(db, cancellationToken));

    public static async Task<TaxRatesView> Of(BillingDb db, CancellationToken cancellationToken) =>
        new(await db.TaxRates
            .AsNoTracking()
            .OrderBy(rate => rate.Country)
            .ThenBy(rate => rate.TaxCode)
            .Select(rate => new TaxRateView(rate.Country, rate.TaxCode, rate.Percent))
            .ToListAsync(cancellationToken));
}
