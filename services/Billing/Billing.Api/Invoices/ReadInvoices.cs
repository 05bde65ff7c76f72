using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Invoices;

/// <summary>Invoices that the caller's organisation issued or is to pay.</summary>
internal static class ReadInvoices
{
    public static async Task<Results<Ok<Page<InvoiceSummaryView>>, ProblemHttpResult>> List(
        [AsParameters] PageQuery page, [AsParameters] InvoiceFilter filter, Caller caller, BillingDb db, CancellationToken cancellationToken) =>
        filter.On(db, caller).IsRefused(out var refusal, out var invoices)
            ? Problems.Of(refusal)
            : TypedResults.Ok(await invoices.Rows.ToPageAsync(page, invoice => invoice.Id, invoice => InvoiceSummaryView.Of(invoice), cancellationToken));

    public static async Task<Results<Ok<InvoiceView>, ProblemHttpResult>> Get(Guid id, BillingDb db, CancellationToken cancellationToken) =>
        await View(db, id, cancellationToken) is { } view ? TypedResults.Ok(view) : Problems.NotFound("invoice");

    /// <summary>The whole invoice as it is stored; null if this caller has none such.</summary>
    public static async Task<InvoiceView?> View(BillingDb db, Guid id, CancellationToken cancellationToken)
    {
        var found = await db.Invoices
            .AsNoTracking()
            .AsSplitQuery()
            .Include(row => row.Lines)
            .Include(row => row.Payments)
            .Include(row => row.Attempts)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (found is null)
        {
            return null;
        }

        var connection = await db.Connections.AsNoTracking().SingleAsync(row => row.Id == found.ConnectionId, cancellationToken);
        return InvoiceView.Of(found, connection.SellerName, connection.BuyerName);
    }
}
