using Billing.Api.Connections;
using Billing.Domain;

namespace Billing.Api.Invoices;

/// <summary>The two parties of an edge as an invoice takes them at issue, for good.</summary>
/// <param name="Tax">What decides about the tax between them.</param>
/// <param name="Seller">As it is printed, a line each: legal name, name, country, tax id.</param>
/// <param name="Buyer">Likewise.</param>
internal sealed record IssuingParties(TaxContext Tax, string Seller, string Buyer)
{
    /// <param name="name">As the connection has it.</param>
    /// <param name="known">Null while Orgs has told nothing of it.</param>
    public static string Printed(string name, Organization? known)
    {
        string?[] lines = [known?.LegalName, name == known?.LegalName ? null : name, known?.Country, known?.TaxId is { } id ? $"Tax id {id}" : null];
        return string.Join('\n', lines.OfType<string>());
    }
}
