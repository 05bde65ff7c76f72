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
    public static async Task<InvoicePage?> Page(BillingDb db, Guid id, CancellationToken cancellationToken)
    {
        if (await ReadInvoices.View(db, id, cancellationToken) is not { } invoice)
        {
            return null;
        }

        var printed = await db.Invoices.Where(row => row.Id == id).Select(row => new { row.SellerPrinted, row.BuyerPrinted }).SingleAsync(cancellationToken);
        var notes = await db.CreditNotes.AsNoTracking().Where(note => note.InvoiceId == id).OrderBy(note => note.Number).ToListAsync(cancellationToken);
        var html = InvoiceDocument.Page(
            invoice, printed.SellerPrinted ?? invoice.SellerName, printed.BuyerPrinted ?? invoice.BuyerName, [.. notes.Select(CreditNoteSummaryView.Of)]);
        return new InvoicePage(invoice, html);
    }
}

internal sealed record InvoicePage(InvoiceView Invoice, string Html)
{
    public string Number => Invoice.Number;
}
