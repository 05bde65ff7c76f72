using Billing.Api.Connections;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;

namespace Billing.Api.Tax;

/// <summary>
/// Reads what decides about the tax on an edge. The rates are the seller's, but a buyer's approval issues an invoice too, so this looks past the caller's
/// scope (the realm still holds); what it finds becomes tax on that edge's own documents.
/// </summary>
internal sealed class TaxReader(BillingDb db)
{
    public async Task<TaxContext> Of(Connection edge, CancellationToken cancellationToken)
    {
        var parties = await db.Organizations
            .AsNoTracking()
            .Where(row => row.Id == edge.SellerId || row.Id == edge.BuyerId)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var seller = parties.GetValueOrDefault(edge.SellerId);
        var buyer = parties.GetValueOrDefault(edge.BuyerId);
        var rates = await db.TaxRates
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .Where(row => row.RealmId == edge.RealmId && row.OrganizationId == edge.SellerId)
            .ToDictionaryAsync(row => (row.Country, row.TaxCode), row => row.Percent, cancellationToken);
        return new TaxContext(seller?.Country, buyer?.Country, buyer?.TaxId, rates);
    }
}
