using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Ledger;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Payments;

/// <param name="Reason">Why it did not hold: a bounced transfer, a dispute, a mistake.</param>
internal sealed record ReversePaymentBody(string Reason);

/// <summary>A payment did not hold. The invoice is open again by as much; what the payment had put into the credit balance is taken from there.</summary>
internal static class ReversePayment
{
    private const int LongestReason = 500;

    public static async Task<Results<Ok<InvoiceView>, ProblemHttpResult>> Handle(
        Guid id,
        Guid paymentId,
        ReversePaymentBody body,
        Caller caller,
        BillingDb db,
        Settlement settlement,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("reason", body.Reason, LongestReason).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var invoice = await db.LockInvoice(id, cancellationToken);
        var payments = await db.Payments.Where(row => row.InvoiceId == id && row.ReversedAt == null).ToListAsync(cancellationToken);
        if (invoice is null || await db.Payments.SingleOrDefaultAsync(row => row.Id == paymentId && row.InvoiceId == id, cancellationToken) is not { } payment)
        {
            return Problems.NotFound("payment");
        }

        if (Check(invoice, payment, caller) is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var now = clock.Now;
        var balance = await db.LockCreditBalance(invoice.ConnectionId, payment.Amount.Currency, cancellationToken);
        var received = payments.Aggregate(Money.Zero(payment.Amount.Currency), (sum, row) => sum + row.Amount);
        var decision = InvoiceRules.Reverse(invoice.Standing, received, payment.Amount, balance, now >= invoice.OverdueAt, InvoiceActor.Seller);
        if (decision.IsRefused(out var refusal, out var reversed))
        {
            return Problems.Of(refusal);
        }

        var before = invoice.ToFact();
        payment.Reverse(caller.PersonId, body.Reason.Trim(), now);
        db.AddRange(LedgerPosting.OfReversal(payment.Amount).Select(transfer => LedgerEntry.Of(invoice, payment.Id, transfer, now)));
        await settlement.Apply(invoice, reversed, payment.Id, now, cancellationToken);
        if (invoice.Status == InvoiceStatus.Unpaid)
        {
            // One that was paid when it was issued has no due date set yet.
            db.Schedule<MarkInvoiceOverdue>(invoice.Id.ToString(), invoice.OverdueAt);
        }

        audit.Record("reverse-payment", "invoice", id, before, invoice.ToFact(), body.Reason);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok((await ReadInvoices.View(db, id, cancellationToken))!);
    }

    private static Refusal? Check(Invoice invoice, Payment payment, Caller caller)
    {
        if (invoice.SellerId != caller.OrganizationId)
        {
            return new Refusal("only_seller_records_payments", "Payments are recorded by who receives them.", RefusalKind.NotPermitted);
        }

        if (payment.Method == PaymentMethod.CreditBalance)
        {
            return new Refusal("credit_cannot_bounce", "What the credit balance paid came in before. Reverse the payment it came from.");
        }

        return payment.ReversedAt is null ? null : new Refusal("payment_already_reversed", "The payment was reversed before.");
    }
}
