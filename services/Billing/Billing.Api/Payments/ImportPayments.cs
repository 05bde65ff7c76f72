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
internal sealed record PaymentRow(Guid InvoiceId, Money Amount, string? Reference);

/// <param name="Payments">1 to 500, on any of the invoices that the caller issued; one invoice may have several.</param>
internal sealed record PaymentImport(IReadOnlyList<PaymentRow> Payments);

/// <param name="Invoices">As they are afterwards, for each payment in the order in which they were sent.</param>
internal sealed record PaymentImportView(IReadOnlyList<InvoiceSummaryView> Invoices);

/// <summary>A bank statement's worth of money that came in: all of it, or nothing where something is wrong with any. Rules and effects are those of noting them one by one.</summary>
internal static class ImportPayments
{
    public static async Task<Results<Ok<PaymentImportView>, ProblemHttpResult>> Handle(
        PaymentImport body, Caller caller, BillingDb db, Settlement settlement, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Rows.Check("payments", body.Payments, row => RecordPayment.Check(row.Reference)) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var invoices = (await db.LockInvoices([.. body.Payments.Select(row => row.InvoiceId).Distinct()], cancellationToken)).ToDictionary(invoice => invoice.Id);
        foreach (var (index, row) in body.Payments.Index())
        {
            var paid = invoices.TryGetValue(row.InvoiceId, out var invoice)
                ? await RecordPayment.Record(invoice, row.Amount, row.Reference, "import-payments", caller, settlement, audit, clock.Now, cancellationToken)
                : RecordPayment.NoSuchInvoice;
            if (paid is { } refusal)
            {
                return Problems.Of(refusal.In(Rows.Path("payments", index)));
            }
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Ok(new PaymentImportView([.. body.Payments.Select(row => InvoiceSummaryView.Of(invoices[row.InvoiceId]))]));
    }
}
