using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>
/// A line of an invoice: what one subscription costs on one edge for one period, and why. Unique by edge and key, so that whatever is killed and started
/// again, each exists once.
/// </summary>
internal sealed class Charge : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The edge.</summary>
    public required Guid ConnectionId { get; init; }

    public required Guid SubscriptionId { get; init; }
    public required ChargeKind Kind { get; init; }

    /// <summary>From <see cref="ChargeKeys"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Where it stands; null where it stands on a credit note of its own.</summary>
    public Guid? InvoiceId { get; init; }

    public Guid? CreditNoteId { get; init; }

    /// <summary>Position on the document, from 1.</summary>
    public required int Position { get; init; }

    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }

    /// <summary>On a wholesale line, for whom the account is.</summary>
    public string? EndAccountName { get; init; }

    public required DateOnly PeriodStart { get; init; }

    /// <summary>The first day not charged for.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Days charged, and the days of the whole period.</summary>
    public required int Days { get; init; }

    public required int PeriodDays { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }

    /// <summary>How much less that is than the list price.</summary>
    public required long UnitDiscountMinorUnits { get; init; }

    public required PriceSource PriceSource { get; init; }
    public required int PriceVersion { get; init; }
    public required string Formula { get; init; }

    /// <summary>Without tax.</summary>
    public required Money Amount { get; init; }

    public required decimal TaxPercent { get; init; }
    public required Money Tax { get; init; }

    public Money UnitDiscount => new(UnitDiscountMinorUnits, UnitPrice.Currency);

    public Money Gross => Amount + Tax;

    /// <param name="billable">What is charged.</param>
    /// <param name="line">Its place on the document, and its tax.</param>
    /// <param name="invoiceId">The document: this, or <paramref name="creditNoteId"/>.</param>
    public static Charge Of(Billable billable, DraftLine line, Guid? invoiceId = null, Guid? creditNoteId = null) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = billable.Schedule.RealmId,
        SellerId = billable.Schedule.SellerId,
        BuyerId = billable.Schedule.BuyerId,
        ConnectionId = billable.Schedule.ConnectionId,
        SubscriptionId = billable.Schedule.SubscriptionId,
        Kind = billable.Kind,
        Key = billable.Key,
        InvoiceId = invoiceId,
        CreditNoteId = creditNoteId,
        Position = line.Position,
        ProductId = billable.Product.Id,
        ProductName = billable.Product.Name,
        EndAccountName = billable.Schedule.EndAccountName,
        PeriodStart = billable.Line.Period.Start,
        PeriodEnd = billable.Line.Period.End,
        Days = billable.Line.Period.Days,
        PeriodDays = billable.Line.PeriodDays,
        Quantity = billable.Line.Quantity,
        UnitPrice = billable.Line.Price.Unit,
        UnitDiscountMinorUnits = billable.Kind == ChargeKind.Usage ? 0 : billable.Schedule.UnitDiscountMinorUnits,
        PriceSource = billable.Line.Price.Source,
        PriceVersion = billable.Line.Price.Version,
        Formula = billable.Line.Formula,
        Amount = line.Net,
        TaxPercent = line.Rate.Percent,
        Tax = line.Tax,
    };
}
