using System.Net;
using Billing.Api.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Primitives;
using ServiceDefaults.Security;
using Testing;

namespace Billing.Api.Tests;

/// <summary>An invoice as a page, printed, exported and mailed.</summary>
public sealed class DocumentTests(BillingService billing)
{
    private const string Hostile = "<script>alert(1)</script>";

    [Fact]
    [Trait("Checklist", "O14")]
    [Trait("Checklist", "X5")]
    public async Task Html_OfAnInvoice_CarriesTheReferenceExplainsItsLinesAndEncodesWhatPeopleTyped()
    {
        var sale = await Sale.OpenAsync(billing, referenceNumber: $"PO-7781 {Hostile}");
        var invoice = await BilledAsync(sale);

        using var answer = await sale.Buyer.GetAsync($"{Answers.Root}/invoices/{invoice.Id}/html");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("PO-7781 &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("INV-000001", page, StringComparison.Ordinal);
        Assert.Contains("20.00 USD \u00d7 1 \u00d7 ", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("Agreed price, version 1", page, StringComparison.Ordinal);
        foreach (var format in (string[])["html", "pdf"])
        {
            await sale.Operator.GetAsync($"{Answers.Root}/invoices/{invoice.Id}/{format}").AssertProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    [Trait("Checklist", "X21")]
    public async Task Html_AfterTheBuyerMovedAndWasRenamed_StillPrintsWhoItWasIssuedTo()
    {
        var sale = await Sale.OpenAsync(billing, country: "DE", taxId: "DE811569869");
        var invoice = await BilledAsync(sale);
        var renamed = Channel.Connection(sale.ContosoConnection, sale.Northwind, sale.Contoso with { Name = "Contoso Europe" });
        await sale.Channel.TellAsync(new Orgs.Contracts.V1.ConnectionUpdated(renamed), sale.ContosoConnection, version: 2);
        var moved = new Orgs.Contracts.V1.Organization(
            sale.Contoso.Id, "Contoso Europe", "customer", sale.Northwind.Id, "org:contoso", "Contoso Europe SAS", "FR", "FR40303265045", "UTC", "USD", "en", null, null, "active");
        await sale.Channel.TellAsync(new Orgs.Contracts.V1.OrganizationUpdated(moved), sale.Contoso.Id, version: 2);

        var page = await sale.Buyer.GetStringAsync($"{Answers.Root}/invoices/{invoice.Id}/html");

        Assert.Contains("<strong>Contoso</strong><div>DE</div><div>Tax id DE811569869</div>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Contoso Europe", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pdf_OfAnInvoice_IsPrinted()
    {
        var sale = await Sale.OpenAsync(billing);
        var invoice = await BilledAsync(sale);

        using var answer = await sale.Buyer.GetAsync($"{Answers.Root}/invoices/{invoice.Id}/pdf");
        var pdf = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("INV-000001.pdf", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
    }

    [Fact]
    public async Task Print_WithoutChromium_SaysSoClearly()
    {
        using var printer = new PdfPrinter(
            new ConfigurationBuilder().AddInMemoryCollection([new("Documents:Chromium", "/nowhere/chromium")]).Build(), NullLogger<PdfPrinter>.Instance);

        var refusal = (await printer.Print("<p>", CancellationToken.None)).Refusal;

        Assert.Equal(("pdf_not_available", RefusalKind.Unavailable), (refusal?.Code, refusal?.Kind));
    }

    [Fact]
    public async Task Export_OfWantedInvoices_IsCsvThatNoSpreadsheetTakesForAFormula()
    {
        var sale = await Sale.OpenAsync(billing, referenceNumber: "=HYPERLINK(\"http://evil.example\",\"PO, 1\")");
        var invoice = await BilledAsync(sale);

        using var answer = await sale.Seller.GetAsync($"{Answers.Root}/invoices/export?side=issued");
        var rows = (await answer.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("invoice,type,status,", rows[0], StringComparison.Ordinal);
        Assert.Equal(3, rows.Length);
        Assert.StartsWith($"INV-000001,subscription,unpaid,{invoice.IssuedOn:yyyy-MM-dd},{invoice.DueOn:yyyy-MM-dd},", rows[1], StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"PO, 1\"\")\"", rows[1], StringComparison.Ordinal);
        Assert.Contains(",USD,20.00,0.00,agreed,1,20.00,", rows[1], StringComparison.Ordinal);
        using var none = await sale.Seller.GetAsync($"{Answers.Root}/invoices/export?side=issued&status=overdue");
        Assert.Equal(2, (await none.Content.ReadAsStringAsync()).Split("\r\n").Length);
        await sale.Seller.GetAsync($"{Answers.Root}/invoices/export?currency=XXQ").AssertProblem(HttpStatusCode.BadRequest, "unknown_currency", "currency");
    }

    [Fact]
    public async Task Export_OfMoreThanAPage_HasEveryInvoiceOnceNewestFirst()
    {
        const int copies = 1_100;
        var sale = await Sale.OpenAsync(billing);
        var invoice = await BilledAsync(sale);
        await using var copy = billing.Service.Database.CreateCommand(
            $$"""
            INSERT INTO invoices SELECT (jsonb_populate_record(i, jsonb_build_object('id', md5(i.id::text || n), 'number', i.number + n))).*
            FROM invoices i, generate_series(1, {{copies}}) n WHERE i.id = '{{invoice.Id}}';
            INSERT INTO charges SELECT (jsonb_populate_record(c, jsonb_build_object('id', md5(c.id::text || n), 'key', c.key || n, 'invoice_id', md5(c.invoice_id::text || n)))).*
            FROM charges c, generate_series(1, {{copies}}) n WHERE c.invoice_id = '{{invoice.Id}}';
            """);
        await copy.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var inOrder = billing.Service.Database.CreateCommand(
            $"SELECT array_agg('INV-' || lpad(number::text, 6, '0') ORDER BY id DESC) FROM invoices WHERE seller_id = '{invoice.SellerId}'");
        var numbers = (string[])(await inOrder.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        using var answer = await sale.Seller.GetAsync($"{Answers.Root}/invoices/export?side=issued");

        var rows = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal(copies + 1, numbers.Length);
        Assert.Equal(numbers, rows[1..^1].Select(row => row.Split(',')[0]));
    }

    [Fact]
    [Trait("Checklist", "B8")]
    public async Task List_Filtered_ShowsWhatFitsAndRefusesWhatIsNoFilter()
    {
        var sale = await Sale.OpenAsync(billing);
        var invoice = await BilledAsync(sale);
        foreach (var (filter, count) in ((string, int)[])
        [
            ("status=unpaid", 2), ("status=overdue", 0), ("side=issued", 1), ("side=received", 1), ("type=addOn", 0), ("currency=USD", 2), ("currency=EUR", 0),
            ("currency=USD&minAmountDue=10.01", 1), ("currency=USD&maxAmountDue=10.00", 1),
            ($"issuedFrom={invoice.IssuedOn:yyyy-MM-dd}&issuedTo={invoice.IssuedOn.AddDays(1):yyyy-MM-dd}", 2), ($"issuedTo={invoice.IssuedOn:yyyy-MM-dd}", 0),
        ])
        {
            Assert.Equal((filter, count), (filter, (await sale.Seller.List<InvoiceAnswer>($"invoices?{filter}")).Count));
        }

        await sale.Seller.GetAsync($"{Answers.Root}/invoices?minAmountDue=1.00").AssertProblem(HttpStatusCode.BadRequest, "required", "currency");
        await sale.Seller.GetAsync($"{Answers.Root}/invoices?currency=USD&minAmountDue=1.005").AssertProblem(HttpStatusCode.BadRequest, "invalid_amount", "minAmountDue");

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal(2, (await sale.Seller.List<InvoiceAnswer>("invoices?status=overdue")).Count);
    }

    [Fact]
    public async Task Issue_ToAConnectionWithAnAddress_IsMailedToAccountsPayableOnce()
    {
        using var inbox = await Servers.MailAsync();
        var address = $"ap-{Guid.NewGuid():n}@contoso.example";
        var sale = await Sale.OpenAsync(billing);
        var connection = Channel.Connection(sale.ContosoConnection, sale.Northwind, sale.Contoso, referenceNumber: "PO-7781") with { AccountsPayableEmail = address };
        await sale.Channel.TellAsync(new Orgs.Contracts.V1.ConnectionUpdated(connection), sale.ContosoConnection, version: 2);

        var invoice = await BilledAsync(sale);

        var mail = await inbox.WaitAsync(address, "INV-000001");
        Assert.Contains($"Invoice INV-000001 from Northwind: 20.00 USD due on {invoice.DueOn:yyyy-MM-dd}", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("PO-7781", mail.Text, StringComparison.Ordinal);
        Assert.Single(await inbox.ToAsync(address));
    }

    private static async Task<InvoiceAnswer> BilledAsync(Sale sale)
    {
        await sale.UseAsync((await sale.SellAsync()).Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        return Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
    }
}
