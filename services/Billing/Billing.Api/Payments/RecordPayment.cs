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
    public static readonly Refusal NoSuchInvoice = new("not_found", "There is no such invoice.", RefusalKind.NotFound);

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
        if (Check(body.Reference) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockInvoice(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var invoice))
        {
            return Problems.Of(refusal);
        }

        refusal = await Record(invoice, body.Amount, body.Reference, "record-payment", caller, settlement, audit, clock.Now, cancellationToken);
        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Ok((await ReadInvoices.View(db, id, cancellationToken))!);
    }

    /// <summary>Null if it is well-formed.</summary>
    public static Refusal? Check(string? reference) =>
        new FieldChecks().OptionalText("reference", reference, LongestReference).Refused(out var malformed) ? malformed : null;

    /// <summary>Puts one payment to a locked invoice, or says why not. The caller saves.</summary>
    /// <param name="operation">The operation id, for the audit.</param>
    public static async Task<Refusal?> Record(
        Invoice invoice,
        Money amount,
        string? reference,
        string operation,
        Caller caller,
        Settlement settlement,
        AuditTrail audit,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (invoice.SellerId != caller.OrganizationId)
        {
            return new Refusal("only_seller_records_payments", "Payments are recorded by who receives them.", RefusalKind.NotPermitted);
        }

        var before = invoice.ToFact();
        var origin = new PaymentOrigin(PaymentMethod.Manual, InvoiceActor.Seller, reference, caller.PersonId);
        if ((await settlement.Pay(invoice, amount, origin, now, cancellationToken)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        audit.Record(operation, "invoice", invoice.Id, before, invoice.ToFact(), reference);
        return null;
    }
}
