using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Payments;

/// <param name="Number">Counts the invoice's attempts from 1.</param>
/// <param name="DeclineCode">Why not, where it failed.</param>
internal sealed record PaymentAttemptView(Guid Id, Guid InvoiceId, int Number, Money Amount, ChargeOutcome Outcome, string? DeclineCode, DateTimeOffset At)
{
    public static PaymentAttemptView Of(PaymentAttempt attempt) =>
        new(attempt.Id, attempt.InvoiceId, attempt.Number, attempt.Amount, attempt.Outcome, attempt.DeclineCode, attempt.At);
}

/// <summary>The buyer pays what is open with its card on file, and confirms with its bank where that is asked for.</summary>
internal static class PayInvoice
{
    public static async Task<Results<Ok<PaymentAttemptView>, ProblemHttpResult>> Pay(
        Guid id, Caller caller, BillingDb db, CardCharge charge, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var invoice = await db.LockInvoice(id, cancellationToken);
        if (invoice is null)
        {
            return Problems.NotFound("invoice");
        }

        if (invoice.BuyerId != caller.OrganizationId)
        {
            return Problems.Of(OnlyBuyer());
        }

        var before = invoice.ToFact();
        if ((await charge.Run(invoice, caller.PersonId, clock.Now, cancellationToken)).IsRefused(out var refusal, out var attempt))
        {
            return Problems.Of(refusal);
        }

        audit.Record("pay-invoice", "invoice", id, before, invoice.ToFact());
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(PaymentAttemptView.Of(attempt));
    }

    public static async Task<Results<Ok<PaymentAttemptView>, ProblemHttpResult>> Confirm(
        Guid id, Guid attemptId, Caller caller, BillingDb db, CardCharge charge, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var invoice = await db.LockInvoice(id, cancellationToken);
        var attempt = await db.PaymentAttempts.SingleOrDefaultAsync(row => row.Id == attemptId && row.InvoiceId == id, cancellationToken);
        if (invoice is null || attempt is null)
        {
            return Problems.NotFound("payment attempt");
        }

        if (invoice.BuyerId != caller.OrganizationId)
        {
            return Problems.Of(OnlyBuyer());
        }

        var before = invoice.ToFact();
        if ((await charge.Confirm(invoice, attempt, caller.PersonId, clock.Now, cancellationToken)).IsRefused(out var refusal, out attempt))
        {
            return Problems.Of(refusal);
        }

        audit.Record("confirm-payment", "invoice", id, before, invoice.ToFact());
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(PaymentAttemptView.Of(attempt));
    }

    private static Refusal OnlyBuyer() => new("only_buyer_pays", "An invoice is paid by who owes it.", RefusalKind.NotPermitted);
}
