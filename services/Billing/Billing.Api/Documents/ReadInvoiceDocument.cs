using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Documents;

/// <summary>An invoice as a page, and that page printed.</summary>
internal static class ReadInvoiceDocument
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Html(Guid id, HttpContext context, BillingDb db, CancellationToken cancellationToken)
    {
        if (await Page(db, id, cancellationToken) is not { } page)
        {
            return Problems.NotFound("invoice");
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Content(page.Html, "text/html; charset=utf-8");
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Pdf(Guid id, BillingDb db, PdfPrinter printer, CancellationToken cancellationToken)
    {
        if (await Page(db, id, cancellationToken) is not { } page)
        {
            return Problems.NotFound("invoice");
        }

        return (await printer.Print(page.Html, cancellationToken)).IsRefused(out var refusal, out var pdf)
            ? Problems.Of(refusal)
            : TypedResults.File(pdf, "application/pdf", $"{page.Number}.pdf");
    }

    /// <summary>Null if the caller has no such invoice.</summary>
    public static async Task<InvoicePage?> Page(BillingDb db, Guid id, CancellationToken cancellationToken) =>
        (await Pages(db, [id], cancellationToken)).SingleOrDefault();

    /// <summary>As <see cref="Page"/>, for many at once: a handful of queries however many they are.</summary>
    public static async Task<IReadOnlyList<InvoicePage>> Pages(BillingDb db, Guid[] ids, CancellationToken cancellationToken)
    {
        var invoices = await ReadInvoices.Whole(db, ids, cancellationToken);
        var notes = (await db.CreditNotes
            .AsNoTracking()
            .Where(note => note.InvoiceId != null && ids.Contains(note.InvoiceId.Value))
            .OrderBy(note => note.Number)
            .ToListAsync(cancellationToken)).ToLookup(note => note.InvoiceId!.Value, CreditNoteSummaryView.Of);
        return [.. invoices.Select(whole => new InvoicePage(whole.View, Page(whole, [.. notes[whole.View.Id]]), whole.Edge.AccountsPayableEmail))];
    }

    private static string Page(WholeInvoice whole, IReadOnlyList<CreditNoteSummaryView> notes)
    {
        var (seller, buyer) = (whole.Invoice.SellerPrinted ?? whole.View.SellerName, whole.Invoice.BuyerPrinted ?? whole.View.BuyerName);
        return InvoiceDocument.Page(whole.View, seller, buyer, notes);
    }
}

/// <param name="AccountsPayable">Where it is mailed to; null if nowhere.</param>
internal sealed record InvoicePage(InvoiceView Invoice, string Html, string? AccountsPayable)
{
    public string Number => Invoice.Number;
}
