using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>Money that came in for an invoice, as the seller recorded it.</summary>
internal sealed class Payment : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid InvoiceId { get; init; }
    public required Money Amount { get; init; }

    /// <summary>How it came: a bank transfer's reference, a cheque's number.</summary>
    public string? Reference { get; init; }

    public required Guid RecordedByPersonId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}
