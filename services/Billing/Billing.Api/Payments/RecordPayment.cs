using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Payments;

/// <param name="Reference">How it came: a bank transfer's reference, a cheque's number.</param>
internal sealed record RecordPaymentBody(Money Amount, string? Reference);

/// <summary>The seller notes money that came in, whole or in part.</summary>
internal static class RecordPayment
{
    private const int LongestReference = 200;

    public static async Task<Results<Ok<InvoiceView>, ProblemHttpResult>> Handle(
        Guid id, RecordPaymentBody body, IfMatch ifMatch, Caller caller, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reference", body.Reference, LongestReference).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var invoice = await db.LockInvoice(id, cancellationToken);
        if (invoice is null)
        {
            return Problems.NotFound("invoice");
        }

        if (invoice.SellerId != caller.OrganizationId)
        {
            return Problems.Of(new Refusal("only_seller_records_payments", "Payments are recorded by who receives them.", RefusalKind.NotPermitted));
        }

        if (ifMatch.Check(invoice.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        if (InvoiceRules.Pay(invoice.Status, invoice.AmountDue, invoice.AmountPaid, body.Amount, InvoiceActor.Seller).IsRefused(out var refusal, out var paid))
        {
            return Problems.Of(refusal);
        }

        var now = clock.Now;
        var payment = new Payment
        {
            Id = Guid.CreateVersion7(),
            RealmId = invoice.RealmId,
            SellerId = invoice.SellerId,
            BuyerId = invoice.BuyerId,
            InvoiceId = invoice.Id,
            Method = PaymentMethod.Manual,
            Amount = body.Amount,
            Reference = body.Reference,
            RecordedByPersonId = caller.PersonId,
            RecordedAt = now,
        };
        db.Add(payment);
        db.AddRange(LedgerPosting.OfPayment(payment.Amount).Select(transfer => LedgerEntry.Of(invoice, payment.Id, transfer, now)));
        invoice.AmountPaid = paid.AmountPaid;
        invoice.Status = paid.Status;
        invoice.Version++;
        if (invoice.Status == InvoiceStatus.Paid)
        {
            db.Emit(new Facts.InvoicePaid(invoice.ToFact()), invoice.Id, invoice.Version, now);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Ok((await ReadInvoices.View(db, id, cancellationToken))!);
    }
}
