using Billing.Api.Invoices;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Payments;

internal enum PaymentMethod
{
    /// <summary>The seller noted that it came in.</summary>
    Manual,

    /// <summary>By the provider, from the card on file.</summary>
    Card,

    /// <summary>Taken from the connection's credit balance.</summary>
    CreditBalance,
}

/// <summary>Money that came in for an invoice.</summary>
internal sealed class Payment : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid InvoiceId { get; init; }
    public required PaymentMethod Method { get; init; }
    public required Money Amount { get; init; }

    /// <summary>How it came: a bank transfer's reference, a cheque's number.</summary>
    public string? Reference { get; init; }

    /// <summary>Null where the platform did it.</summary>
    public Guid? RecordedByPersonId { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it turned out not to hold.</summary>
    public DateTimeOffset? ReversedAt { get; private set; }

    public Guid? ReversedByPersonId { get; private set; }
    public string? ReversalReason { get; private set; }

    public void Reverse(Guid personId, string reason, DateTimeOffset now)
    {
        ReversedAt = now;
        ReversedByPersonId = personId;
        ReversalReason = reason;
    }

    /// <summary>What the connection's credit balance paid of an invoice.</summary>
    public static Payment FromBalance(Invoice invoice, Money amount, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = invoice.RealmId,
        SellerId = invoice.SellerId,
        BuyerId = invoice.BuyerId,
        InvoiceId = invoice.Id,
        Method = PaymentMethod.CreditBalance,
        Amount = amount,
        RecordedAt = now,
    };
}
