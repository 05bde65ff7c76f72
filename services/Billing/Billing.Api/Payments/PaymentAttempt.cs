using Billing.Api.Invoices;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Payments;

/// <summary>One try to charge an invoice to the card on file.</summary>
internal sealed class PaymentAttempt : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid InvoiceId { get; init; }

    /// <summary>Counts the invoice's attempts from 1.</summary>
    public required int Number { get; init; }

    public required Money Amount { get; init; }
    public required ChargeOutcome Outcome { get; set; }

    /// <summary>The provider's.</summary>
    public required string Reference { get; init; }

    public string? DeclineCode { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The key under which the provider knows it: tried again after a crash, it is the same charge.</summary>
    public static string KeyOf(Invoice invoice, int number) => $"{invoice.Id}:{number}";
}
