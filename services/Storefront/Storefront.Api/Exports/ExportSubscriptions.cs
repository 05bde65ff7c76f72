using System.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;

namespace Storefront.Api.Exports;

/// <summary>The list of subscriptions as a workbook: the same filter and order, and what is hidden there is "-" here.</summary>
internal static class ExportSubscriptions
{
    private const int Batch = 500;

    private static readonly SheetColumn[] Columns =
    [
        new("Name", 32), new("Add-ons", 32), new("Quantity", 10), new("Status", 20), new("Customer", 28), new("Seller", 28), new("Interval", 12), new("Plan length", 12),
        new("Bought at (UTC)", 18), new("Next change", 14), new("Quantity then", 14), new("Currency", 10), new("Unit price", 14), new("Discount", 14), new("Total", 14),
        new("Price hidden because", 40),
    ];

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        [AsParameters] SubscriptionFilter filter,
        [AsParameters] SubscriptionOrder order,
        Caller caller,
        StorefrontDb db,
        SubscriptionReader reader,
        CancellationToken cancellationToken)
    {
        if (filter.On(db, caller).IsRefused(out var refusal, out var wanted))
        {
            return Problems.Of(refusal);
        }

        if (await wanted.Rows.Skip(SheetWriter.MostRows - 1).AnyAsync(cancellationToken))
        {
            return Problems.Of(ExportOrders.TooMany);
        }

        // One state of the data for all batches.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await ExportFile.Of("subscriptions.xlsx", "Subscriptions", Columns, sheet => Write(sheet, wanted.Rows, order, caller, reader, cancellationToken));
    }

    private static async Task Write(
        SheetWriter sheet, IQueryable<SubscriptionRow> rows, SubscriptionOrder order, Caller caller, SubscriptionReader reader, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = order.Page(rows, Batch, cursor).Value;
            var found = await reader.Views(page.Rows, caller, cancellationToken);
            foreach (var subscription in found.Take(Batch))
            {
                Write(sheet, subscription);
            }

            cursor = found.Count > Batch ? order.CursorAt(found[Batch - 1]) : null;
        }
        while (cursor is not null);
    }

    private static void Write(SheetWriter sheet, SubscriptionView subscription) => sheet.WriteRow(
        SheetCell.Text(subscription.Name),
        SheetCell.Text(string.Join(", ", subscription.AddOns.Select(addOn => $"{addOn.Quantity} × {addOn.Name}"))),
        SheetCell.Number(subscription.Quantity),
        SheetCell.Text(PeoplesWords.Of(subscription.Status)),
        SheetCell.Text(subscription.CustomerName),
        SheetCell.Text(subscription.SellerName),
        SheetCell.Text(subscription.Interval),
        SheetCell.Text(subscription.PlanLength),
        SheetCell.Moment(subscription.BoughtAt),
        SheetCell.Day(subscription.ScheduledChange?.On),
        SheetCell.Number(subscription.ScheduledChange?.Quantity),
        SheetCell.Text(subscription.Total.Amount?.Currency.Code),
        Price(subscription.UnitPrice),
        Price(subscription.Discount),
        Price(subscription.Total),
        SheetCell.Text(subscription.PriceHiddenReason is { } reason ? PeoplesWords.Of(reason) : null));

    private static SheetCell Price(ShownPrice price) => price.Amount is { } amount ? SheetCell.Amount(amount) : SheetCell.Text(ShownPrice.Hidden);
}
