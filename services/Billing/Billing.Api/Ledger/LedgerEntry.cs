using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Ledger;

/// <summary>One double entry of a connection's books. The database refuses to change or remove it.</summary>
internal sealed class LedgerEntry : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }

    /// <summary>The invoice or credit note.</summary>
    public required Guid DocumentId { get; init; }

    /// <summary>What of it: a charge, a credit note's line, a payment; the document itself where it is about the whole.</summary>
    public required Guid SourceId { get; init; }

    public required LedgerReason Reason { get; init; }
    public required LedgerAccount Debit { get; init; }
    public required LedgerAccount Credit { get; init; }

    /// <summary>More than zero.</summary>
    public required Money Amount { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>Everything that issuing an invoice posts: its lines, and what the credit balance paid of it.</summary>
    public static IEnumerable<LedgerEntry> OfIssued(Invoice invoice) =>
    [
        .. invoice.Lines.SelectMany(line => LedgerPosting.OfLine(line.Amount, line.Tax).Select(transfer => Of(invoice, line.Id, transfer, invoice.IssuedAt))),
        .. LedgerPosting.FromCreditBalance(invoice.AmountPaid).Select(transfer => Of(invoice, invoice.Id, transfer, invoice.IssuedAt)),
    ];

    /// <summary>The lines of a credit note.</summary>
    public static IEnumerable<LedgerEntry> OfIssued(CreditNote note) =>
        note.Lines.SelectMany(line => LedgerPosting.OfCreditLine(line.Net, line.Tax).Select(transfer => Of(note, line.Id, transfer)));

    /// <summary>A credit note that corrects no invoice is kept as credit.</summary>
    public static IEnumerable<LedgerEntry> OfCreditKept(CreditNote note) =>
        LedgerPosting.ToCreditBalance(note.ToBalance).Select(transfer => Of(note, note.Id, transfer));

    public static LedgerEntry Of(Invoice invoice, Guid sourceId, LedgerTransfer transfer, DateTimeOffset at) =>
        Of(invoice, invoice.ConnectionId, invoice.Id, sourceId, transfer, at);

    private static LedgerEntry Of(CreditNote note, Guid sourceId, LedgerTransfer transfer) =>
        Of(note, note.ConnectionId, note.Id, sourceId, transfer, note.IssuedAt);

    private static LedgerEntry Of(IConnectionRow edge, Guid connectionId, Guid documentId, Guid sourceId, LedgerTransfer transfer, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = edge.RealmId,
        SellerId = edge.SellerId,
        BuyerId = edge.BuyerId,
        ConnectionId = connectionId,
        DocumentId = documentId,
        SourceId = sourceId,
        Reason = transfer.Reason,
        Debit = transfer.Debit,
        Credit = transfer.Credit,
        Amount = transfer.Amount,
        PostedAt = at,
    };
}
