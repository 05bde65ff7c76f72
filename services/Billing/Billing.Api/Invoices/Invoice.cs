using Billing.Api.Payments;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>What a seller asks its direct buyer for. Its lines and terms never change once it is issued; what was paid and its status do.</summary>
internal sealed class Invoice : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }

    /// <summary>Counts the seller's invoices from 1, without gaps.</summary>
    public long Number { get; private set; }

    public required InvoiceType Type { get; init; }
    public required InvoiceStatus Status { get; set; }

    /// <summary>In the seller's calendar, as is the due date.</summary>
    public required DateOnly IssuedOn { get; init; }

    public required DateOnly DueOn { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The first instant after the due date, for the seller.</summary>
    public required DateTimeOffset OverdueAt { get; init; }

    /// <summary>The parties as they were at issue, a line each; null on invoices from before this was kept.</summary>
    public string? SellerPrinted { get; init; }

    public string? BuyerPrinted { get; init; }

    /// <summary>The buyer's own, printed on it.</summary>
    public string? ReferenceNumber { get; init; }

    /// <summary>Of the order it comes from, which up to three invoices share; null where it comes from none.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>The sum of the lines, as is the tax.</summary>
    public required Money Net { get; init; }

    public required Money Tax { get; init; }

    /// <summary>The buyer accounts for the tax.</summary>
    public required bool IsReverseCharge { get; init; }

    /// <summary>Net and tax, as issued.</summary>
    public required Money AmountDue { get; init; }

    public required Money AmountPaid { get; set; }

    /// <summary>What credit notes took off.</summary>
    public required Money AmountCredited { get; set; }

    public long Version { get; set; } = 1;
    public List<Charge> Lines { get; } = [];
    public List<Payment> Payments { get; } = [];
    public List<PaymentAttempt> Attempts { get; } = [];

    /// <summary>Still to be paid.</summary>
    public Money AmountOpen => AmountDue - AmountPaid - AmountCredited;

    public InvoiceStanding Standing => new(Status, AmountDue, AmountPaid, AmountCredited);

    /// <summary>As it is printed.</summary>
    public string NumberText => $"INV-{Number:D6}";

    /// <summary>Its seller's next. To be given late: the seller's counter stays locked until the commit.</summary>
    public void GiveNumber(long number) => Number = number;

    /// <summary>Takes over where it stands after money moved.</summary>
    public void Take(InvoiceStanding standing)
    {
        Status = standing.Status;
        AmountPaid = standing.Paid;
        AmountCredited = standing.Credited;
        Version++;
    }
}
