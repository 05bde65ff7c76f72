using Billing.Api.Invoices;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.CreditNotes;

/// <param name="Reason">Printed on the credit note.</param>
/// <param name="Lines">What to credit; left out for everything that is left of the invoice.</param>
internal sealed record CreditInvoiceBody(string Reason, IReadOnlyList<CreditLineBody>? Lines);

/// <param name="Net">Without tax, which follows in proportion; left out for all that is left of the line.</param>
internal sealed record CreditLineBody(Guid LineId, Money? Net);

/// <summary>
/// The seller corrects an issued invoice, which itself never changes. What is open of it gets less; what was paid already becomes credit of the connection.
/// </summary>
internal static class CreditInvoice
{
    private const int LongestReason = 500;
    private const int MostLines = 1_000;

    public static async Task<Results<Created<CreditNoteView>, ProblemHttpResult>> Handle(
        Guid id,
        CreditInvoiceBody body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        IssueCreditNote issue,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (Checks(body).Refused(out var malformed))
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
            return Problems.Of(new Refusal("only_seller_credits", "An invoice is corrected by who issued it.", RefusalKind.NotPermitted));
        }

        var before = invoice.ToFact();
        var wanted = body.Lines?.Select(line => new CreditRequest(line.LineId, line.Net)).ToList();
        if ((await issue.ForInvoice(invoice, wanted, body.Reason.Trim(), clock.Now, cancellationToken)).IsRefused(out refusal, out var note))
        {
            return Problems.Of(refusal);
        }

        audit.Record("credit-invoice", "invoice", id, before, invoice.ToFact(), body.Reason);
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/billing/v1/credit-notes/{note.Id}", (await ReadCreditNotes.View(db, note.Id, cancellationToken))!);
    }

    private static FieldChecks Checks(CreditInvoiceBody body)
    {
        var checks = new FieldChecks().Text("reason", body.Reason, LongestReason, multiline: true);
        return body.Lines is { Count: 0 or > MostLines } ? checks.Add("lines", "out_of_range", $"Name 1 to {MostLines} lines, or none for all.") : checks;
    }
}
