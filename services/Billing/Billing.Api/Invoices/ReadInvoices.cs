using Billing.Api.Connections;
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
    public static async Task<InvoiceView?> View(BillingDb db, Guid id, CancellationToken cancellationToken) =>
        (await Views(db, [id], cancellationToken)).SingleOrDefault();

    /// <summary>As <see cref="View"/>, in the order of their ids; those that this caller has not are left out.</summary>
    public static async Task<IReadOnlyList<InvoiceView>> Views(BillingDb db, Guid[] ids, CancellationToken cancellationToken) =>
        [.. (await Whole(db, ids, cancellationToken)).Select(invoice => invoice.View)];

    /// <summary>As <see cref="Views"/>, with what a document needs besides.</summary>
    public static async Task<IReadOnlyList<WholeInvoice>> Whole(BillingDb db, Guid[] ids, CancellationToken cancellationToken)
    {
        var found = await db.Invoices
            .AsNoTracking()
            .AsSplitQuery()
            .Include(row => row.Lines)
            .Include(row => row.Payments)
            .Include(row => row.Attempts)
            .Where(row => ids.Contains(row.Id))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var edges = found.Select(row => row.ConnectionId).Distinct().ToList();
        var connections = await db.Connections.AsNoTracking().Where(row => edges.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return found.ConvertAll(row => new WholeInvoice(row, connections[row.ConnectionId]));
    }
}

/// <summary>An invoice with its lines, payments and attempts, and the edge that it is for.</summary>
internal sealed record WholeInvoice(Invoice Invoice, Connection Edge)
{
    public InvoiceView View { get; } = InvoiceView.Of(Invoice, Edge.SellerName, Edge.BuyerName);
}
