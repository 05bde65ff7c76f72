using ServiceDefaults.Storage;

namespace Billing.Api.Tax;

/// <summary>What a seller charges on products with a tax code, to buyers in a country. It applies to what is issued from now on.</summary>
internal sealed class SellerTaxRate : IOwnedRow
{
    public required Guid OrganizationId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    public required string TaxCode { get; init; }
    public required decimal Percent { get; init; }
}
