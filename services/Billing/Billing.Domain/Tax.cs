using System.Runtime.InteropServices;
using Primitives;

namespace Billing.Domain;

/// <summary>What decides about the tax on one seller → buyer edge, as it is at the moment of issue. What is issued keeps its outcome.</summary>
/// <param name="SellerCountry">ISO 3166-1 alpha-2; null where the seller told none.</param>
/// <param name="BuyerCountry">As the seller's.</param>
/// <param name="BuyerTaxId">As the buyer wrote it; null where it has none.</param>
/// <param name="Percents">The seller's rates by country and tax code.</param>
public sealed record TaxContext(
    string? SellerCountry, string? BuyerCountry, string? BuyerTaxId, IReadOnlyDictionary<(string Country, string TaxCode), decimal> Percents)
{
    /// <summary>The tax code of a product that names none.</summary>
    public const string StandardCode = "standard";

    /// <summary>A business in another country accounts for the tax itself.</summary>
    public bool IsReverseCharge =>
        SellerCountry is not null && BuyerCountry is not null && SellerCountry != BuyerCountry && TaxIds.IsWellFormed(BuyerCountry, BuyerTaxId);

    /// <summary>The rate for a product with that code: none where the buyer accounts for it, or where the seller has set no rate for the buyer's country.</summary>
    public AppliedTax On(string taxCode) =>
        !IsReverseCharge && BuyerCountry is not null && Percents.TryGetValue((BuyerCountry, taxCode), out var percent) ? new AppliedTax(percent) : default;
}

/// <summary>A rate as it was applied. Prices are without tax; it comes on top.</summary>
/// <param name="Percent">0 to 100, with three digits after the point at most: 8.875.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AppliedTax(decimal Percent)
{
    /// <summary>A percent has a thousand of these.</summary>
    private const int Fineness = 1_000;

    /// <summary>Of one line, rounded half to even. A credit's tax is the charge's with the other sign.</summary>
    public Money Of(Money net) => net.Prorate((long)(Percent * Fineness), 100 * Fineness);
}
