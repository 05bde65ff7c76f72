using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Payments;

/// <param name="Reference">How it came: a bank transfer's reference, a cheque's number.</param>
internal sealed record RecordPaymentBody(Money Amount, string? Reference);

/// <summary>The seller notes money that came in: the whole, a part, or more, of which the rest becomes credit balance.</summary>
internal static class RecordPayment
{
    private const int LongestReference = 200;

    public static async Task<Results<Ok<InvoiceView>, ProblemHttpResult>> Handle(
        Guid id,
        RecordPaymentBody body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        Settlement settlement,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reference", body.Reference, LongestReference).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockInvoice(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var invoice))
        {
            return Problems.Of(refusal);
        }

        if (invoice.SellerId != caller.OrganizationId)
        {
            return Problems.Of(new Refusal("only_seller_records_payments", "Payments are recorded by who receives them.", RefusalKind.NotPermitted));
        }

        var before = invoice.ToFact();
        var origin = new PaymentOrigin(PaymentMethod.Manual, InvoiceActor.Seller, body.Reference, caller.PersonId);
        if ((await settlement.Pay(invoice, body.Amount, origin, clock.Now, cancellationToken)).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        audit.Record("record-payment", "invoice", id, before, invoice.ToFact(), body.Reference);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok((await ReadInvoices.View(db, id, cancellationToken))!);
    }
}
