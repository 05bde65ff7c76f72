using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace Billing.Api.Payments;

/// <summary>
/// Charges what is open of locked invoices to their connections' cards. The number of the attempt is in the provider's key and commits with the outcome, so
/// a process that dies in between asks for the very same charge again. The caller saves.
/// </summary>
internal sealed class CardCharge(BillingDb db, IPaymentProvider provider, Settlement settlement)
{
    public async Task<Result<PaymentAttempt>> Run(Invoice invoice, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await RunAll([invoice], personId, now, cancellationToken))[0];

    /// <summary>The provider is asked for all of them at once: each of its answers takes its time.</summary>
    /// <returns>For each invoice in turn, its attempt, or why there was none.</returns>
    public async Task<IReadOnlyList<Result<PaymentAttempt>>> RunAll(
        IReadOnlyList<Invoice> invoices, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = invoices.Select(invoice => invoice.Id).ToList();
        var edges = invoices.Select(invoice => invoice.ConnectionId).Distinct().ToList();
        var cards = await db.CardsOnFile.AsNoTracking().Where(row => edges.Contains(row.ConnectionId)).ToDictionaryAsync(row => row.ConnectionId, cancellationToken);
        var earlier = (await db.PaymentAttempts.Where(row => ids.Contains(row.InvoiceId)).OrderBy(row => row.Number).ToListAsync(cancellationToken))
            .ToLookup(row => row.InvoiceId);
        var asked = await Task.WhenAll(invoices.Select(
            invoice => Ask(invoice, cards.GetValueOrDefault(invoice.ConnectionId), [.. earlier[invoice.Id]], now, cancellationToken)));

        var outcomes = new List<Result<PaymentAttempt>>(asked.Length);
        foreach (var (invoice, outcome) in invoices.Zip(asked))
        {
            outcomes.Add(await Keep(invoice, outcome, personId, now, cancellationToken));
        }

        return outcomes;
    }

    /// <summary>Asks what became of an attempt that waited for its owner.</summary>
    public async Task<Result<PaymentAttempt>> Confirm(Invoice invoice, PaymentAttempt attempt, Guid personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (attempt.Outcome != ChargeOutcome.NeedsConfirmation)
        {
            return attempt;
        }

        if (invoice.Status == InvoiceStatus.Paid)
        {
            // Paid otherwise meanwhile: the charge is never confirmed, so the provider lets go of it.
            return new Refusal("invoice_pay_rest_not_allowed", "The invoice is paid.");
        }

        var answer = await provider.Confirm(attempt.Reference, cancellationToken);
        attempt.Outcome = answer.Outcome;
        attempt.DeclineCode = answer.DeclineCode;
        return answer.Outcome == ChargeOutcome.Succeeded ? await Settle(invoice, attempt, personId, now, cancellationToken) : attempt;
    }

    /// <summary>Leaves the database alone, which takes one question at a time.</summary>
    /// <param name="card">Null where there is none on file.</param>
    /// <param name="earlier">The invoice's attempts so far.</param>
    private async Task<Result<PaymentAttempt>> Ask(
        Invoice invoice, CardOnFile? card, IReadOnlyList<PaymentAttempt> earlier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (invoice.Status == InvoiceStatus.Paid)
        {
            return new Refusal("invoice_pay_rest_not_allowed", "The invoice is paid.");
        }

        if (card is null)
        {
            return new Refusal("no_payment_method", "There is no card on file.");
        }

        if (earlier.FirstOrDefault(row => row.Outcome == ChargeOutcome.NeedsConfirmation) is { } waiting)
        {
            return waiting;
        }

        var number = earlier.Count + 1;
        var answer = await provider.Charge(card.Token, invoice.AmountOpen, PaymentAttempt.KeyOf(invoice, number), cancellationToken);
        return new PaymentAttempt
        {
            Id = Guid.CreateVersion7(),
            RealmId = invoice.RealmId,
            SellerId = invoice.SellerId,
            BuyerId = invoice.BuyerId,
            InvoiceId = invoice.Id,
            Number = number,
            Amount = invoice.AmountOpen,
            Outcome = answer.Outcome,
            Reference = answer.Reference,
            DeclineCode = answer.DeclineCode,
            At = now,
        };
    }

    private async Task<Result<PaymentAttempt>> Keep(
        Invoice invoice, Result<PaymentAttempt> outcome, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (outcome.IsRefused(out _, out var attempt) || db.Entry(attempt).State != EntityState.Detached)
        {
            // Nothing was charged: there was no attempt, or an earlier one still waits.
            return outcome;
        }

        db.Add(attempt);
        return attempt.Outcome == ChargeOutcome.Succeeded ? await Settle(invoice, attempt, personId, now, cancellationToken) : attempt;
    }

    private async Task<Result<PaymentAttempt>> Settle(Invoice invoice, PaymentAttempt attempt, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var origin = new PaymentOrigin(PaymentMethod.Card, InvoiceActor.Provider, attempt.Reference, personId);
        var paid = await settlement.Pay(invoice, attempt.Amount, origin, now, cancellationToken);
        return paid.IsRefused(out var refusal, out _) ? refusal : attempt;
    }
}
