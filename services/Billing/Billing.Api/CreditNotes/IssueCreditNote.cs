using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Payments;
using Billing.Api.Storage;
using Billing.Domain;

namespace Billing.Api.CreditNotes;

/// <summary>Gives back what a buyer was charged. Call it inside a transaction; the caller saves.</summary>
internal sealed class IssueCreditNote(BillingDb db, DocumentNumbers numbers, CreditBalances balances)
{
    /// <summary>Lines that came out negative together: what they give back goes to the connection's credit balance.</summary>
    /// <param name="edge">Whose lines they are.</param>
    /// <param name="draft">With a negative total.</param>
    /// <param name="lines">What the draft was made of.</param>
    /// <param name="now">The moment of issue.</param>
    public async Task OfNegativeLines(Connection edge, InvoiceDraft draft, IReadOnlyList<Billable> lines, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var note = new CreditNote
        {
            Id = Guid.CreateVersion7(),
            RealmId = edge.RealmId,
            SellerId = edge.SellerId,
            BuyerId = edge.BuyerId,
            ConnectionId = edge.Id,
            Number = await numbers.NextCreditNote(edge.RealmId, edge.SellerId, cancellationToken),
            Type = draft.Type,
            IssuedOn = lines[draft.Lines[0].Source].Schedule.Calendar().DateOf(now),
            IssuedAt = now,
            Net = -draft.Net,
            Tax = -draft.Tax,
            ToBalance = -draft.Gross,
        };
        foreach (var line in draft.Lines)
        {
            var charge = Charge.Of(lines[line.Source], line, creditNoteId: note.Id);
            note.Charges.Add(charge);
            note.Lines.Add(CreditNoteLine.Of(note, charge, -line.Net, -line.Tax));
        }

        db.Add(note);
        db.AddRange(LedgerEntry.OfIssued(note));
        await balances.Add(edge, edge.Id, note.ToBalance, cancellationToken);
    }
}
