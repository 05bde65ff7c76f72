using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Payments;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.CreditNotes;

/// <summary>Gives back what a buyer was charged. Call it inside a transaction; the caller saves.</summary>
internal sealed class IssueCreditNote(BillingDb db, DocumentNumbers numbers, CreditBalances balances, Settlement settlement)
{
    /// <summary>Corrects a locked invoice.</summary>
    /// <param name="wanted">What to credit; null for everything that is left.</param>
    public async Task<Result<CreditNote>> ForInvoice(
        Invoice invoice, IReadOnlyList<CreditRequest>? wanted, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var charges = await db.Charges.Where(row => row.InvoiceId == invoice.Id).OrderBy(row => row.Position).ToListAsync(cancellationToken);
        var drafted = CreditNoteRules.Draft(invoice.Standing, await Creditable(charges, cancellationToken), wanted);
        if (drafted.IsRefused(out var refusal, out var draft)
            || InvoiceRules.Credit(invoice.Standing, draft.Gross, InvoiceActor.Seller).IsRefused(out refusal, out var change))
        {
            return refusal;
        }

        var number = await numbers.NextCreditNote(invoice.RealmId, invoice.SellerId, cancellationToken);
        var issuedOn = await Today(invoice.SellerId, now, cancellationToken);
        var note = new CreditNote
        {
            Id = Guid.CreateVersion7(),
            RealmId = invoice.RealmId,
            SellerId = invoice.SellerId,
            BuyerId = invoice.BuyerId,
            ConnectionId = invoice.ConnectionId,
            Number = number,
            InvoiceId = invoice.Id,
            Type = invoice.Type,
            IssuedOn = issuedOn,
            IssuedAt = now,
            Reason = reason,
            Net = draft.Net,
            Tax = draft.Tax,
            ToBalance = change.ToBalance,
        };
        var byId = charges.ToDictionary(charge => charge.Id);
        foreach (var line in draft.Lines)
        {
            note.Lines.Add(CreditNoteLine.Of(note, byId[line.LineId], line.Net, line.Tax));
        }

        Add(note, now);
        await settlement.Apply(invoice, change, note.Id, now, cancellationToken);
        return note;
    }

    /// <summary>Lines that came out negative together. What they give back pays the connection's open invoices, oldest first; the rest is kept for the next.</summary>
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

        Add(note, now);
        db.AddRange(LedgerEntry.OfCreditKept(note));
        await balances.Add(edge, edge.Id, note.ToBalance, cancellationToken);
        await settlement.UseCredit(edge.Id, note.ToBalance.Currency, now, cancellationToken);
    }

    private void Add(CreditNote note, DateTimeOffset now)
    {
        db.Add(note);
        db.AddRange(LedgerEntry.OfIssued(note));
        db.Emit(new Facts.CreditNoteIssued(note.ToFact()), note.Id, version: 1, now);
    }

    private async Task<List<CreditableLine>> Creditable(List<Charge> charges, CancellationToken cancellationToken)
    {
        var ids = charges.Select(charge => charge.Id).ToList();
        var credits = (await db.CreditNoteLines.AsNoTracking().Where(line => ids.Contains(line.ChargeId)).ToListAsync(cancellationToken)).ToLookup(line => line.ChargeId);
        return
        [
            .. charges.Select(charge => new CreditableLine(
                charge.Id,
                charge.Amount,
                charge.Tax,
                credits[charge.Id].Aggregate(Money.Zero(charge.Amount.Currency), (sum, line) => sum + line.Net),
                credits[charge.Id].Aggregate(Money.Zero(charge.Amount.Currency), (sum, line) => sum + line.Tax))),
        ];
    }

    private async Task<DateOnly> Today(Guid sellerId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = await db.Organizations.Where(row => row.Id == sellerId).Select(row => row.TimeZone).SingleAsync(cancellationToken);
        return SellerCalendar.In(zone).DateOf(now);
    }
}
