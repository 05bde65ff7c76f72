using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Invoices;

/// <summary>Invoices that the caller's organisation issued or is to pay.</summary>
internal static class ReadInvoices
{
    public static async Task<Ok<Page<InvoiceSummaryView>>> List(
        [AsParameters] PageQuery page, Guid? connectionId, OneOf<InvoiceStatus>? status, OneOf<InvoiceType>? type, BillingDb db, CancellationToken cancellationToken)
    {
        var invoices = db.Invoices.AsNoTracking();
        if (connectionId is not null)
        {
            invoices = invoices.Where(invoice => invoice.ConnectionId == connectionId);
        }

        if (status?.Value is { } wantedStatus)
        {
            invoices = invoices.Where(invoice => invoice.Status == wantedStatus);
        }

        if (type?.Value is { } wantedType)
        {
            invoices = invoices.Where(invoice => invoice.Type == wantedType);
        }

        return TypedResults.Ok(await invoices.ToPageAsync(page, invoice => invoice.Id, invoice => InvoiceSummaryView.Of(invoice), cancellationToken));
    }

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
