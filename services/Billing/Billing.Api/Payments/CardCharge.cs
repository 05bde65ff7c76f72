using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace Billing.Api.Payments;

/// <summary>
/// Charges what is open of a locked invoice to its connection's card. The number of the attempt is in the provider's key and commits with the outcome, so
/// a process that dies in between asks for the very same charge again. The caller saves.
/// </summary>
internal sealed class CardCharge(BillingDb db, IPaymentProvider provider, Settlement settlement)
{
    public async Task<Result<PaymentAttempt>> Run(Invoice invoice, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (invoice.Status == InvoiceStatus.Paid)
        {
            return new Refusal("invoice_pay_rest_not_allowed", "The invoice is paid.");
        }

        if (await db.CardsOnFile.AsNoTracking().SingleOrDefaultAsync(row => row.ConnectionId == invoice.ConnectionId, cancellationToken) is not { } card)
        {
            return new Refusal("no_payment_method", "There is no card on file.");
        }

        var attempts = await db.PaymentAttempts.Where(row => row.InvoiceId == invoice.Id).OrderBy(row => row.Number).ToListAsync(cancellationToken);
        if (attempts.Find(row => row.Outcome == ChargeOutcome.NeedsConfirmation) is { } waiting)
        {
            return waiting;
        }

        var number = attempts.Count + 1;
        var answer = await provider.Charge(card.Token, invoice.AmountOpen, PaymentAttempt.KeyOf(invoice, number), cancellationToken);
        var attempt = new PaymentAttempt
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
        db.Add(attempt);
        return answer.Outcome == ChargeOutcome.Succeeded ? await Settle(invoice, attempt, personId, now, cancellationToken) : attempt;
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

    private async Task<Result<PaymentAttempt>> Settle(Invoice invoice, PaymentAttempt attempt, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var origin = new PaymentOrigin(PaymentMethod.Card, InvoiceActor.Provider, attempt.Reference, personId);
        var paid = await settlement.Pay(invoice, attempt.Amount, origin, now, cancellationToken);
        return paid.IsRefused(out var refusal, out _) ? refusal : attempt;
    }
}
