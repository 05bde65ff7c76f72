using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>
/// The last invoice number a seller gave out. Taken in the invoice's own transaction, so a number whose invoice failed is given again.
/// </summary>
internal sealed class InvoiceCounter : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid RealmId { get; init; }
    public required long Last { get; init; }
}
