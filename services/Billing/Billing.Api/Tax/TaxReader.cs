using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;

namespace Billing.Api.Tax;

/// <summary>
/// Reads what decides about the tax on an edge, and how its parties are printed. The rates are the seller's, but a buyer's approval issues an invoice too, so this looks past the caller's
/// scope (the realm still holds); what it finds becomes part of that edge's own documents.
/// </summary>
internal sealed class TaxReader(BillingDb db)
{
    public async Task<IssuingParties> Of(Connection edge, CancellationToken cancellationToken) => (await Of([edge], cancellationToken))(edge);

    /// <summary>Of many edges of one realm at once.</summary>
    public async Task<Func<Connection, IssuingParties>> Of(IReadOnlyCollection<Connection> edges, CancellationToken cancellationToken)
    {
        Guid[] sellers = [.. edges.Select(edge => edge.SellerId).Distinct()];
        Guid[] parties = [.. edges.Select(edge => edge.BuyerId).Concat(sellers).Distinct()];
        var realms = edges.Select(edge => edge.RealmId).Distinct().ToList();
        var known = await db.Organizations
            .AsNoTracking()
            .Where(row => parties.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var all = await db.TaxRates
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .Where(row => realms.Contains(row.RealmId) && sellers.Contains(row.OrganizationId))
            .ToListAsync(cancellationToken);
        var rates = all.ToLookup(row => row.OrganizationId);
        var percents = sellers.ToDictionary(seller => seller, seller => rates[seller].ToDictionary(row => (row.Country, row.TaxCode), row => row.Percent));
        return edge =>
        {
            var seller = known.GetValueOrDefault(edge.SellerId);
            var buyer = known.GetValueOrDefault(edge.BuyerId);
            return new IssuingParties(
                new TaxContext(seller?.Country, buyer?.Country, buyer?.TaxId, percents[edge.SellerId]),
                IssuingParties.Printed(edge.SellerName, seller),
                IssuingParties.Printed(edge.BuyerName, buyer));
        };
    }
}
