using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Primitives;
using Storefront.Api.Exports;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>Workbooks open, say what the lists say, and cost no more memory the longer they are.</summary>
[Trait("Checklist", "S8")]
public sealed class ExportTests(StorefrontService storefront)
{
    private const string Path = "/api/storefront/v1";

    [Fact]
    public async Task Subscriptions_Exported_AreValidAndTyped()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var seller = storefront.Service.As(market.Seller());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");
        var main = await market.BuyAsync(sold => sold with { ProductName = "=SUM(A1:A9)", ScheduledOn = new(2026, 2, 1), ScheduledQuantity = 1 }, day: 2);
        await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main, Quantity = 2 });
        await market.BuyAsync(sold => sold with { ProductName = "Bought for us", BoughtBy = "seller" }, day: 1);

        using var workbook = await OpenAsync(storefront.Service.As(market.Buyer()), "subscriptions/export");
        var rows = Rows(workbook);

        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(error => error.Description));
        Assert.Equal(3, rows.Count);
        Assert.Equal(("inlineStr", "=SUM(A1:A9)"), Text(rows[1]["A"]));
        Assert.Equal("2 × Archive", Text(rows[1]["B"]).Text);
        Assert.Equal((3m, 3u), (Number(rows[1]["C"]), Format(workbook, rows[1]["C"])));
        Assert.Equal("Active", Text(rows[1]["D"]).Text);
        Assert.Equal(new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Unspecified), DateTime.FromOADate((double)Number(rows[1]["I"])));
        Assert.Equal(new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Unspecified), DateTime.FromOADate((double)Number(rows[1]["J"])));
        Assert.Equal((25.00m, 15.00m, 60.00m), (Number(rows[1]["M"]), Number(rows[1]["N"]), Number(rows[1]["O"])));
        Assert.Equal(4u, Format(workbook, rows[1]["O"]));
        Assert.Equal(["-", "-", "-", "Bought by the reseller"], new[] { "M", "N", "O", "P" }.Select(column => Text(rows[2][column]).Text));
    }

    [Fact]
    public async Task Subscriptions_Filtered_AreThoseOfTheList()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.BuyAsync(sold => sold with { ProductName = "Mail" });
        await market.BuyAsync(sold => sold with { ProductName = "Backup", Status = "trial" });

        using var bought = await OpenAsync(storefront.Service.As(market.Buyer()), "subscriptions/export?status=trial");
        using var sold = await OpenAsync(storefront.Service.As(market.Seller()), "subscriptions/export?side=sold&sort=name");

        Assert.Equal(["Name", "Backup"], Rows(bought).Select(row => Text(row["A"]).Text));
        Assert.Equal(["Name", "Backup", "Mail"], Rows(sold).Select(row => Text(row["A"]).Text));
        Assert.Equal(60.00m, Number(Rows(sold)[1]["O"]));
    }

    [Fact]
    public async Task Orders_Exported_HideWhatTheListHides()
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.PlaceAsync(book.Line());

        using var workbook = await OpenAsync(book.Buyer, "orders/export?side=buyer");
        var rows = Rows(workbook);

        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(error => error.Description));
        Assert.Equal((1m, "Pending reseller approval", 60.00m), (Number(rows[1]["A"]), Text(rows[1]["B"]).Text, Number(rows[1]["I"])));
    }

    [Fact]
    public async Task Subscriptions_AHundredThousand_AreAllThere()
    {
        const int Many = 100_000;
        var market = await Market.OpenAsync(storefront, "standard");
        var one = await market.BuyAsync(sold => sold);
        await storefront.Service.CountAsync(
            $"""
            WITH copies AS (
                INSERT INTO subscription (id, realm_id, connection_id, seller_id, buyer_id, product_id, product_name, kind, quantity, status, bought_by, bought_at,
                    unit_price, list_price, currency, interval, plan_length, version)
                SELECT gen_random_uuid(), realm_id, connection_id, seller_id, buyer_id, product_id, 'Mail ' || number, kind, number, status, bought_by,
                    bought_at + number * interval '1 second', unit_price, list_price, currency, interval, plan_length, version
                FROM subscription, generate_series(2, {Many}) AS number WHERE id = '{one}' RETURNING 1)
            SELECT count(*) FROM copies
            """);

        var buyer = storefront.Service.As(market.Buyer());
        // How long so many rows take is a matter of the machine; that they are all there is not.
        buyer.Timeout = TimeSpan.FromMinutes(10);

        using var workbook = await OpenAsync(buyer, "subscriptions/export?sort=quantity");
        using var reader = DocumentFormat.OpenXml.OpenXmlReader.Create(workbook.WorkbookPart!.WorksheetParts.Single());
        var rows = 0;
        while (reader.Read())
        {
            rows += reader.ElementType == typeof(Row) && reader.IsStartElement ? 1 : 0;
        }

        Assert.Equal(Many + 1, rows);
    }

    /// <summary>What is alive while the last row is written, however many came before.</summary>
    [Fact]
    public void Write_HundredTimesTheRows_HoldsNoMoreMemory()
    {
        _ = HeldAfter(100);
        var few = HeldAfter(1_000);
        var many = HeldAfter(100_000);

        Assert.True(many < few * 2, $"{many} bytes are held after 100,000 rows, {few} after 1,000");
    }

    [Theory]
    [InlineData("JPY", 1234, "1234", 5)]
    [InlineData("USD", 1234, "12.34", 6)]
    [InlineData("KWD", 1234, "1.234", 7)]
    public void Amount_EveryCurrency_HasItsDigits(string currency, long minor, string value, int style)
    {
        var cell = SheetCell.Amount(new Money(minor, Currency.Parse(currency)));

        Assert.Equal((value, false, style), (cell.Value, cell.IsText, (int)cell.Style));
    }

    [Fact]
    public void Text_WhatASheetCannotHold_IsReplacedOrCut()
    {
        Assert.Equal("a\uFFFDb😀", SheetCell.Text("a\u0001b😀").Value);
        Assert.Equal(SheetCell.LongestText, SheetCell.Text(new string('x', SheetCell.LongestText + 1)).Value!.Length);
    }

    private static long HeldAfter(int rows)
    {
        using var sheet = new SheetWriter(Stream.Null, "Rows", [new SheetColumn("Text", 20), new SheetColumn("Number", 10), new SheetColumn("Day", 10)]);
        for (var row = 1; row <= rows; row++)
        {
            sheet.WriteRow(SheetCell.Text("A row of many"), SheetCell.Number(row), SheetCell.Moment(Market.Start));
        }

        var held = GC.GetTotalMemory(forceFullCollection: true);
        sheet.Complete();
        return held;
    }

    private static async Task<SpreadsheetDocument> OpenAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync($"{Path}/{path}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", response.Content.Headers.ContentType!.MediaType);
        var stream = new MemoryStream(await response.Content.ReadAsByteArrayAsync());
        return SpreadsheetDocument.Open(stream, isEditable: false);
    }

    /// <summary>Each row's cells by column.</summary>
    private static List<Dictionary<string, Cell>> Rows(SpreadsheetDocument workbook) =>
    [
        .. workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>()
            .Select(row => row.Elements<Cell>().ToDictionary(cell => cell.CellReference!.Value!.TrimEnd([.. "0123456789"]), StringComparer.Ordinal)),
    ];

    private static (string Type, string Text) Text(Cell cell) => (cell.DataType!.InnerText!, cell.InlineString!.InnerText);

    private static decimal Number(Cell cell)
    {
        Assert.Null(cell.DataType);
        return decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);
    }

    private static uint Format(SpreadsheetDocument workbook, Cell cell) =>
        ((CellFormat)workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.ElementAt((int)cell.StyleIndex!.Value)).NumberFormatId!.Value;
}
