using System.Data;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;

namespace Storefront.Api.Exports;

/// <summary>The list of orders as a workbook, newest first: the same filter, and a total that is hidden there is "-" here.</summary>
internal static class ExportOrders
{
    public static readonly Refusal TooMany = new(
        "too_many_rows", $"A sheet holds {SheetWriter.MostRows - 1} of them; narrow the filter.", RefusalKind.Unprocessable);

    private static readonly SheetColumn[] Columns =
    [
        new("Number", 12), new("Status", 26), new("Order date (UTC)", 18), new("Ended (UTC)", 18), new("Seller", 28), new("Buyer", 28), new("Placed by", 12),
        new("Currency", 10), new("Total", 14), new("Canceled because", 24),
    ];

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        [AsParameters] OrderFilter filter, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        if (filter.Check().Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var ranges = filter.Apply(db.Orders.AsNoTracking(), caller);
        if (await ranges.Aggregate(Queryable.Concat).Skip(SheetWriter.MostRows - 1).AnyAsync(cancellationToken))
        {
            return Problems.Of(TooMany);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await ExportFile.Of("orders.xlsx", "Orders", Columns, sheet => Write(sheet, ranges, caller, db, cancellationToken));
    }

    private static async Task Write(SheetWriter sheet, IReadOnlyList<IQueryable<ShopOrder>> ranges, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await ranges.ToPageAsync(new PageQuery(PageQuery.MaxLimit, cursor), order => order.Id, OrderListing.From(db), cancellationToken);
            foreach (var listing in page.Items)
            {
                Write(sheet, listing.ToView(caller));
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private static void Write(SheetWriter sheet, OrderView order) => sheet.WriteRow(
        SheetCell.Number(long.Parse(order.Number, CultureInfo.InvariantCulture)),
        SheetCell.Text(PeoplesWords.Of(order.Status)),
        SheetCell.Moment(order.SubmittedAt),
        SheetCell.Moment(order.EndedAt),
        SheetCell.Text(order.SellerName),
        SheetCell.Text(order.BuyerName),
        SheetCell.Text(order.PlacedBy.ToWord()),
        SheetCell.Text(order.Total?.Currency.Code),
        order.Total is { } total ? SheetCell.Amount(total) : SheetCell.Text(ShownPrice.Hidden),
        SheetCell.Text(order.CancelCode));
}
