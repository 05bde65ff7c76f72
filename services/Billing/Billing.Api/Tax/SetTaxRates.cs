using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Tax;

/// <summary>A seller's whole table of tax rates.</summary>
internal sealed record TaxRatesView(IReadOnlyList<TaxRateView> Rates);

/// <param name="Country">The buyer's: ISO 3166-1 alpha-2.</param>
/// <param name="TaxCode">The product's.</param>
/// <param name="Percent">0 to 100, with three digits after the point at most.</param>
internal sealed record TaxRateView(string Country, string TaxCode, decimal Percent);

/// <summary>A seller replaces its table of tax rates. What is issued from then on takes them; what was issued keeps its own.</summary>
internal static class SetTaxRates
{
    public static async Task<Results<Ok<TaxRatesView>, ProblemHttpResult>> Handle(
        TaxRatesView body, Caller caller, BillingDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var rates = body.Rates.Select(rate => new TaxRate(rate.Country, rate.TaxCode, rate.Percent)).ToList();
        if (TaxRules.Check(rates, sellsAnything: caller.Kind != OrganizationKind.Customer) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        await db.LockTaxRates(caller.OrganizationId, cancellationToken);
        audit.Record("set-tax-rates", "tax rates", caller.OrganizationId, await ReadTaxRates.Of(db, cancellationToken), body);
        await db.TaxRates.Where(rate => rate.OrganizationId == caller.OrganizationId).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(rates.Select(rate => new SellerTaxRate
        {
            OrganizationId = caller.OrganizationId,
            RealmId = caller.RealmId,
            Country = rate.Country,
            TaxCode = rate.TaxCode,
            Percent = rate.Percent,
        }));
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(await ReadTaxRates.Of(db, cancellationToken));
    }
}
