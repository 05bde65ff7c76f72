using System.Buffers.Text;
using System.Net;

namespace Billing.Api.Tests;

/// <summary>What is quoted is what is charged, or nothing is.</summary>
[Trait("Checklist", "X4")]
public sealed class QuoteTests(BillingService billing)
{
    /// <summary>A known failure of other systems: a preview that differs from the charge.</summary>
    [Theory]
    [InlineData(1, 5, "20.00")]
    [InlineData(7, 3, "19.99")]
    [InlineData(13, 11, "0.00")]
    [InlineData(29, 2, "1333.33")]
    public async Task Approve_WithAQuote_ChargesExactlyItsLinesWithTax(int day, int quantity, string price)
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing, quantity: 4);
        var rates = new { rates = new[] { new { country = "US", taxCode = "standard", percent = 8.875m } } };
        using var put = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(sale.Seller, $"{Answers.Root}/tax-rates", rates);
        put.EnsureSuccessStatusCode();
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(day));
        var request = await sale.ProposeAsync(subscription.Id, new { quantity, retailPrice = MoneyAnswer.Dollars(price) });

        var quote = await sale.Buyer.Get<QuoteAnswer>($"requests/{request.Id}/quote");
        (await sale.Buyer.Post($"requests/{request.Id}/approve", new { quoteToken = quote.Token })).EnsureSuccessStatusCode();

        var quoted = quote.Now.SelectMany(document => document.Lines).Select(line => (line.Formula, line.Net, line.Tax)).OrderBy(line => line.Formula, StringComparer.Ordinal).ToList();
        Assert.Equal(quoted, await ChargedAsync(sale));
        Assert.Null(quote.Cost);
        Assert.Equal($"{price} USD × {quantity} × ", string.Join("", quote.Next.SelectMany(document => document.Lines).Select(line => line.Formula[..$"{price} USD × {quantity} × ".Length])));
    }

    [Fact]
    public async Task Propose_WithTheQuoteOfASale_IsTheSaleThatWasQuotedOrRefused()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var sold = new { connectionId = sale.ContosoConnection, productId = sale.ProductId, quantity = 2, retailPrice = MoneyAnswer.Dollars("18.00"), interval = "month", planLength = "month" };
        var quote = await (await sale.Seller.Post("quotes", sold)).Read<QuoteAnswer>();
        Assert.Equal(("36.00", "10.00"), (Assert.Single(quote.Now).Total.Amount, Assert.Single(quote.Cost!.Now).Total.Amount));
        Assert.Empty(await sale.Seller.List<ChangeRequestAnswer>("requests"));

        await sale.Seller.Post("requests", Committed(sold.quantity + 1)).AssertProblem(HttpStatusCode.Conflict, "price_changed");
        await sale.Seller.Post("requests", Committed(2, WithAnotherSignature(quote.Token!))).AssertProblem(HttpStatusCode.BadRequest, "quote_token_invalid", "quoteToken");
        await sale.Seller.Post("requests", Committed(2, "nonsense")).AssertProblem(HttpStatusCode.BadRequest, "quote_token_invalid", "quoteToken");
        var request = await (await sale.Seller.Post("requests", Committed(2))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        await sale.ApproveAsync(request);
        await sale.Channel.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(
            Assert.Single(quote.Now).Lines.Select(line => (line.Formula, line.Net)),
            (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Select(line => (line.Formula, line.Amount)));

        object Committed(int quantity, string? token = null) => new
        {
            sold.connectionId, sold.productId, quantity, sold.retailPrice, sold.interval, sold.planLength, quoteToken = token ?? quote.Token,
        };
    }

    [Fact]
    public async Task Approve_WithAQuoteOfBeforeAPriceChange_IsRefusedAndChangesNothing()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 5 });
        var quote = await sale.Buyer.Get<QuoteAnswer>($"requests/{request.Id}/quote");
        var rates = new { rates = new[] { new { country = "US", taxCode = "standard", percent = 21m } } };
        using var put = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(sale.Seller, $"{Answers.Root}/tax-rates", rates);
        put.EnsureSuccessStatusCode();

        await sale.Buyer.Post($"requests/{request.Id}/approve", new { quoteToken = quote.Token }).AssertProblem(HttpStatusCode.Conflict, "price_changed");

        Assert.Equal(("pending", 1), ((await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")).Status, (await sale.ReadAsync(subscription.Id)).Quantity));
        Assert.Single(await sale.Buyer.LinesAsync(sale.ContosoConnection));
    }

    [Fact]
    public async Task Approve_WithAnExpiredOrAnotherSidesQuote_IsRefused()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 5 });
        var sellers = await sale.Seller.Get<QuoteAnswer>($"requests/{request.Id}/quote");
        Assert.Equal(2, Assert.Single(sellers.Cost!.Now).Lines.Count);
        await sale.Buyer.Post($"requests/{request.Id}/approve", new { quoteToken = sellers.Token }).AssertProblem(HttpStatusCode.Conflict, "price_changed");
        var quote = await sale.Buyer.Get<QuoteAnswer>($"requests/{request.Id}/quote");
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(2));

        await sale.Buyer.Post($"requests/{request.Id}/approve", new { quoteToken = quote.Token }).AssertProblem(HttpStatusCode.Conflict, "quote_expired");

        await sale.Operator.GetAsync($"{Answers.Root}/requests/{request.Id}/quote").AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.ApproveAsync(request);
        await sale.Buyer.GetAsync($"{Answers.Root}/requests/{request.Id}/quote").AssertProblem(HttpStatusCode.Conflict, "request_already_decided");
    }

    [Fact]
    public async Task Quote_OfAFirstSale_LeavesNothingBehind()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        var quote = await sale.Buyer.Get<QuoteAnswer>($"requests/{request.Id}/quote");
        Assert.Empty(quote.Now);
        Assert.True(quote.IsEstimate);

        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM billing_accounts WHERE realm_id = '{sale.Channel.RealmId}'"));
        Assert.Equal(("pending", 1L), ((await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")).Status, request.Version));
    }

    /// <summary>The last bit turned over: letters put in its place would now and then be the very ones that stood there.</summary>
    private static string WithAnotherSignature(string token)
    {
        var bytes = Base64Url.DecodeFromChars(token);
        bytes[^1] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }

    private static async Task<List<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)>> ChargedAsync(Sale sale)
    {
        var notes = await sale.Buyer.List<CreditNoteAnswer>($"credit-notes?connectionId={sale.ContosoConnection}");
        var credited = new List<LineAnswer>();
        foreach (var note in notes)
        {
            credited.AddRange((await sale.Buyer.Get<CreditNoteLinesAnswer>($"credit-notes/{note.Id}")).Lines.Select(line => line.Line));
        }

        var charged = (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Skip(1).Concat(credited);
        return [.. charged.Select(line => (line.Formula, line.Amount, line.Tax)).OrderBy(line => line.Formula, StringComparer.Ordinal)];
    }
}

internal sealed record CreditNoteLinesAnswer(IReadOnlyList<CreditNoteLineAnswer> Lines);

internal sealed record CreditNoteLineAnswer(LineAnswer Line);
