using Billing.Api.Invoices;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.CreditNotes;

/// <summary>What a seller gives back: it corrects an invoice, or stands for lines that came out negative. Never changed once issued.</summary>
internal sealed class CreditNote : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }

    /// <summary>Counts the seller's credit notes from 1, without gaps, apart from its invoices.</summary>
    public required long Number { get; init; }

    /// <summary>The invoice that it corrects; null where its own lines came out negative.</summary>
    public Guid? InvoiceId { get; init; }

    public required InvoiceType Type { get; init; }

    /// <summary>In the seller's calendar.</summary>
    public required DateOnly IssuedOn { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public string? Reason { get; init; }

    /// <summary>What is given back, positive; tax comes on top.</summary>
    public required Money Net { get; init; }

    public required Money Tax { get; init; }

    /// <summary>How much of it became credit balance, because there was nothing left to pay.</summary>
    public required Money ToBalance { get; init; }

    public List<CreditNoteLine> Lines { get; } = [];

    /// <summary>Its own lines, where it corrects no invoice.</summary>
    public List<Charge> Charges { get; } = [];

    public Money Gross => Net + Tax;

    /// <summary>As it is printed.</summary>
    public string NumberText => $"CN-{Number:D6}";
}

/// <summary>What is given back of one charge. Negative where a credit note's own lines contain one that is asked for.</summary>
internal sealed class CreditNoteLine : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid CreditNoteId { get; init; }
    public required Guid ChargeId { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    public required Money Net { get; init; }
    public required Money Tax { get; init; }

    /// <summary>The credited charge's.</summary>
    public required decimal TaxPercent { get; init; }

    public static CreditNoteLine Of(CreditNote note, Charge charge, Money net, Money tax) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = note.RealmId,
        SellerId = note.SellerId,
        BuyerId = note.BuyerId,
        CreditNoteId = note.Id,
        ChargeId = charge.Id,
        Position = note.Lines.Count + 1,
        Net = net,
        Tax = tax,
        TaxPercent = charge.TaxPercent,
    };
}
