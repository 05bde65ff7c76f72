using System.Runtime.CompilerServices;
using System.Text;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Documents;

/// <summary>The lines of the wanted invoices as CSV, newest invoice first. Streamed page by page: memory stays flat however many they are.</summary>
internal static class ExportInvoices
{
    private const int InvoicesOnAPage = 500;

    public static Results<PushStreamHttpResult, ProblemHttpResult> Handle(
        [AsParameters] InvoiceFilter filter, Caller caller, BillingDb db, CancellationToken cancellationToken) =>
        filter.On(db, caller).IsRefused(out var refusal, out var invoices)
            ? Problems.Of(refusal)
            : TypedResults.Stream(stream => Write(stream, Rows(db, invoices.Rows), cancellationToken), "text/csv; charset=utf-8", "invoices.csv");

    /// <summary>Who reads slowly must not keep a connection to the database meanwhile: each page is read at once, and gives it back.</summary>
    private static async IAsyncEnumerable<ExportRow> Rows(BillingDb db, IQueryable<Invoice> invoices, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ExportRow> page;
        Guid? last = null;
        do
        {
            var next = last is { } end ? invoices.Where(invoice => invoice.Id < end) : invoices;
            page = await (from invoice in next.OrderByDescending(invoice => invoice.Id).Take(InvoicesOnAPage)
                          join connection in db.Connections on invoice.ConnectionId equals connection.Id
                          join line in db.Charges on invoice.Id equals line.InvoiceId
                          orderby invoice.Id descending, line.Position
                          select new ExportRow(invoice, connection.SellerName, connection.BuyerName, line)).AsNoTracking().ToListAsync(cancellationToken);
            foreach (var row in page)
            {
                yield return row;
            }

            last = page is [.., var lowest] ? lowest.Invoice.Id : null;
        }
        while (last is not null);
    }

    private static async Task Write(Stream stream, IAsyncEnumerable<ExportRow> rows, CancellationToken cancellationToken)
    {
        // With a byte order mark, or Excel takes it for the local code page.
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Csv.Row(
            "invoice", "type", "status", "issuedOn", "dueOn", "referenceNumber", "orderNumber", "seller", "buyer", "line", "kind", "product", "endAccount",
            "periodStart", "periodEnd", "quantity", "currency", "unitPrice", "unitDiscount", "priceSource", "priceVersion", "net", "taxPercent", "tax", "gross", "formula"));
        await foreach (var (invoice, seller, buyer, line) in rows.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(Csv.Row(
                invoice.NumberText, invoice.Type.ToWord(), invoice.Status.ToWord(), Day(invoice.IssuedOn), Day(invoice.DueOn), invoice.ReferenceNumber,
                invoice.OrderNumber, seller, buyer, line.Position, line.Kind.ToWord(), line.ProductName, line.EndAccountName, Day(line.PeriodStart),
                Day(line.PeriodEnd), line.Quantity, line.Amount.Currency.Code, Plain(line.UnitPrice), Plain(line.UnitDiscount), line.PriceSource.ToWord(),
                line.PriceVersion, Plain(line.Amount), line.TaxPercent, Plain(line.Tax), Plain(line.Gross), line.Formula));
        }
    }

    private static PlainCell Plain(Money money) => new(money.ToDecimalString());

    private static PlainCell Day(DateOnly day) => new(day.ToString("yyyy-MM-dd"));

    private sealed record ExportRow(Invoice Invoice, string SellerName, string BuyerName, Charge Line);
}
