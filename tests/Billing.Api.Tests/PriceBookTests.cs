using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

public sealed class PriceBookTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "B10")]
    public async Task Preview_MatchedMarkedUpAndBelowCost_IsResolvedAndFlagged()
    {
        var sale = await Sale.OpenAsync(billing);

        var matched = await Preview(sale.Seller, sale);
        await Set(sale.Seller, sale, new { kind = "markupPercent", audience = "customers", basisPoints = 1_500, currency = "USD" });
        var markedUp = await Preview(sale.Seller, sale);
        var special = await Set(sale.Seller, sale, new { kind = "fixed", connectionId = sale.ContosoConnection, amount = MoneyAnswer.Dollars("9.99") });
        var below = await Preview(sale.Seller, sale);

        Assert.Equal(("20.00", "recommended", false), (matched.Final.Price.Amount, matched.Final.Source, matched.BelowCost));
        Assert.Equal(("23.00", "markup", "23.00"), (markedUp.Final.Price.Amount, markedUp.Final.Source, markedUp.List.Price.Amount));
        Assert.Equal(("23.00", "9.99", "special", "13.01"), (below.List.Price.Amount, below.Final.Price.Amount, below.Final.Source, below.Discount.Amount));
        Assert.Equal((true, MoneyAnswer.Dollars("10.00")), (below.BelowCost, below.Cost!.UnitPrice));
        Assert.Equal("customers", special.Audience);
    }

    [Fact]
    [Trait("Checklist", "B10")]
    public async Task Set_RetiredAndFutureVersions_CountFromTheirDateAndNoneIsRewritten()
    {
        var sale = await Sale.OpenAsync(billing);
        var first = await Set(sale.Seller, sale, new { kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("30.00") });
        await Set(sale.Seller, sale, new { kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("35.00"), from = sale.Channel.Now.AddDays(10) });

        Assert.Equal("30.00", (await Preview(sale.Seller, sale)).Final.Price.Amount);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal("35.00", (await Preview(sale.Seller, sale)).Final.Price.Amount);
        (await sale.Seller.Post($"price-books/entries/{first.Id}/retire")).EnsureSuccessStatusCode();
        Assert.Equal(("20.00", "recommended"), Of((await Preview(sale.Seller, sale)).Final));

        var versions = await sale.Seller.List<EntryAnswer>($"price-books/entries?productId={sale.ProductId}");
        Assert.Equal([(3, null), (2, "35.00"), (1, "30.00")], versions.Select(version => (version.Number, version.Amount?.Amount)));
        await sale.Seller.Post($"price-books/entries/{versions[0].Id}/retire").AssertProblem(HttpStatusCode.Conflict, "price_already_retired");
    }

    [Fact]
    public async Task Import_SeveralPrices_AreSetTogetherOrNotAtAll()
    {
        var sale = await Sale.OpenAsync(billing);
        object Entry(string interval, int basisPoints) => new
        {
            productId = sale.ProductId, kind = "markupPercent", audience = "customers", basisPoints, currency = "USD", interval, planLength = interval,
        };

        var refused = sale.Seller.Post("price-books/entries/import", new { entries = new[] { Entry("month", 1_500), new { productId = Guid.NewGuid(), kind = "markupPercent", audience = "customers", basisPoints = 1, currency = "USD" } } });
        Assert.Contains("entries[1]", await (await refused).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await refused.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await sale.Seller.List<EntryAnswer>("price-books/entries"));

        (await sale.Seller.Post("price-books/entries/import", new { entries = new[] { Entry("month", 1_500), Entry("year", 1_000) } })).EnsureSuccessStatusCode();
        Assert.Equal(("23.00", "markup"), Of((await Preview(sale.Seller, sale)).Final));
        Assert.Equal(2, (await sale.Seller.List<EntryAnswer>("price-books/entries")).Count);
    }

    [Fact]
    [Trait("Checklist", "B10")]
    public async Task Sale_ThreeLevelsDeep_ChargesEachEdgeItsOwnPriceAndKeepsItsVersion()
    {
        var sale = await Sale.OpenAsync(billing);
        var (adventure, adventureConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var (wingtip, wingtipConnection) = await sale.Channel.ChildAsync(adventure, "Wingtip", OrganizationKind.Customer);
        var reseller = sale.Channel.As(adventure);
        await Set(sale.Operator, sale, new { kind = "fixed", connectionId = sale.NorthwindConnection, amount = MoneyAnswer.Dollars("8.00") });
        await Set(sale.Seller, sale, new { kind = "markupPercent", audience = "resellers", basisPoints = 2_500, currency = "USD" });
        Assert.Equal(("8.00", "10.00", "markup"), await CostAndPrice(sale.Seller, sale, adventureConnection));
        Assert.Equal(("10.00", "20.00", "recommended"), await CostAndPrice(reseller, sale, wingtipConnection));

        var request = await (await reseller.Post("requests", sale.Proposal("21.00", connectionId: wingtipConnection))).Read<RequestAnswer>(HttpStatusCode.Created);
        Assert.Equal(MoneyAnswer.Dollars("10.00"), request.Margin!.WholesaleUnitPrice);
        (await sale.Channel.As(wingtip).Post($"requests/{request.Id}/approve")).EnsureSuccessStatusCode();
        await Set(sale.Operator, sale, new { kind = "fixed", connectionId = sale.NorthwindConnection, amount = MoneyAnswer.Dollars("9.00") });
        await Set(sale.Seller, sale, new { kind = "markupPercent", audience = "resellers", basisPoints = 5_000, currency = "USD" });
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(60));

        Assert.Equal(["8.00"], await Charged(sale.Operator, sale.NorthwindConnection));
        Assert.Equal(["10.00"], await Charged(sale.Seller, adventureConnection));
        Assert.Equal(("9.00", "13.50", "markup"), await CostAndPrice(sale.Seller, sale, adventureConnection));
    }

    [Fact]
    [Trait("Checklist", "X4")]
    public async Task Approve_AfterTheSellersCostChanged_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        await Set(sale.Operator, sale, new { kind = "fixed", connectionId = sale.NorthwindConnection, amount = MoneyAnswer.Dollars("12.00") });

        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "price_changed");
    }

    [Fact]
    public async Task Set_WrongInput_SaysWhichRule()
    {
        var sale = await Sale.OpenAsync(billing);
        var yesterday = sale.Channel.Now.AddDays(-1);
        var cases = new (object Body, HttpStatusCode Status, string Code)[]
        {
            (new { productId = sale.ProductId, kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("-1.00") }, HttpStatusCode.BadRequest, "price_negative"),
            (new { productId = sale.ProductId, kind = "fixed", audience = "customers", currency = "USD" }, HttpStatusCode.BadRequest, "amount_required"),
            (new { productId = sale.ProductId, kind = "markupPercent", audience = "customers", currency = "USD" }, HttpStatusCode.BadRequest, "basis_points_required"),
            (new { productId = sale.ProductId, kind = "markupPercent", audience = "customers", currency = "USD", basisPoints = -10_001 }, HttpStatusCode.BadRequest, "basis_points_out_of_range"),
            (new { productId = sale.ProductId, kind = "markupPercent", audience = "customers", basisPoints = 1, currency = "XYZ" }, HttpStatusCode.BadRequest, "unknown_currency"),
            (new { productId = sale.ProductId, kind = "fixed", audience = "customers", currency = "EUR", amount = MoneyAnswer.Dollars("1.00") }, HttpStatusCode.BadRequest, "currency_mismatch"),
            (new { productId = sale.ProductId, kind = "fixed", amount = MoneyAnswer.Dollars("1.00") }, HttpStatusCode.BadRequest, "required"),
            (new { productId = sale.ProductId, kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("1.00"), from = yesterday }, HttpStatusCode.BadRequest, "price_in_the_past"),
            (new { productId = sale.ProductId, kind = "fixed", connectionId = sale.NorthwindConnection, amount = MoneyAnswer.Dollars("1.00") }, HttpStatusCode.NotFound, "not_found"),
            (new { productId = Guid.CreateVersion7(), kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("1.00") }, HttpStatusCode.NotFound, "not_found"),
        };

        foreach (var (body, status, code) in cases)
        {
            await sale.Seller.Post("price-books/entries", body).AssertProblem(status, code);
        }

        var general = new { productId = sale.ProductId, kind = "fixed", audience = "resellers", amount = MoneyAnswer.Dollars("1.00") };
        await sale.Operator.Post("price-books/entries", general).AssertProblem(HttpStatusCode.UnprocessableEntity, "wholesale_price_is_published");
        await sale.Buyer.Post("price-books/entries", general).AssertProblem(HttpStatusCode.Forbidden, "only_sellers_have_prices");
        Assert.Empty(await sale.Seller.List<EntryAnswer>("price-books/entries"));
    }

    [Fact]
    public async Task Propose_InACurrencyThatTheSellerDoesNotPayIn_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        foreach (var book in (string[])["recommended", "wholesale"])
        {
            var euros = new { book, price = new { amount = "10.00", currency = "EUR" }, interval = "month", planLength = "month" };
            (await sale.Operator.Post($"products/{sale.ProductId}/prices", euros)).EnsureSuccessStatusCode();
        }

        var (tailspin, tailspinConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Tailspin", OrganizationKind.Customer);
        var inEuros = sale.Proposal(connectionId: tailspinConnection, currency: "EUR");
        var pending = await (await sale.Seller.Post("requests", inEuros)).Read<RequestAnswer>(HttpStatusCode.Created);
        await sale.SellAsync();

        await sale.Channel.As(tailspin).Post($"requests/{pending.Id}/approve").AssertProblem(HttpStatusCode.UnprocessableEntity, "currency_mismatch_in_chain");
        await sale.Seller.Post("requests", inEuros).AssertProblem(HttpStatusCode.UnprocessableEntity, "currency_mismatch_in_chain");
    }

    [Fact]
    public async Task Set_AndRecommendedPriceAfterIt_TellWhatCustomersPayAndNothingOfWholesale()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var told = await billing.Service.ListenAsync<ResolvedPricesChanged>();
        await Set(sale.Seller, sale, new { kind = "markupPercent", audience = "customers", basisPoints = 1_000, currency = "USD" });
        await Set(sale.Seller, sale, new { kind = "fixed", connectionId = sale.ContosoConnection, amount = MoneyAnswer.Dollars("21.00") });
        await Set(sale.Seller, sale, new { kind = "fixed", audience = "resellers", amount = MoneyAnswer.Dollars("11.11") });

        var special = (await told.WaitAsync(fact => fact.Prices.SellerId == sale.Northwind.Id && fact.Prices.SpecialPrices.Count == 1)).Prices;
        var list = Assert.Single(special.ListPrices);
        Assert.Equal(("plan", "22.00", "markup", "month"), (list.Fee, list.Amount!.Amount, list.Source, list.Interval));
        var price = Assert.Single(special.SpecialPrices);
        Assert.Equal((sale.ContosoConnection, "21.00", "1.00"), (price.ConnectionId, price.Amount!.Amount, price.Discount!.Amount));

        (await sale.Operator.Post($"products/{sale.ProductId}/prices", Products.NewPrice("30.00", "recommended"))).EnsureSuccessStatusCode();
        var dearer = await told.WaitAsync(fact => fact.Prices.SellerId == sale.Northwind.Id && fact.Prices.ListPrices[0].Amount!.Amount == "33.00");
        Assert.Equal("12.00", Assert.Single(dearer.Prices.SpecialPrices).Discount!.Amount);
        System.Text.Json.JsonSerializer.Serialize(dearer).AssertHides("11.11");
    }

    [Fact]
    public async Task Set_ManyAtOnce_NumbersThemWithoutGaps()
    {
        var sale = await Sale.OpenAsync(billing);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(dollars =>
            Set(sale.Seller, sale, new { kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars($"{dollars}.00") })));

        var versions = await sale.Seller.List<EntryAnswer>("price-books/entries");
        Assert.Equal(Enumerable.Range(1, 8), versions.Select(version => version.Number).Order());
    }

    private static async Task<EntryAnswer> Set(HttpClient seller, Sale sale, object rule)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(rule, System.Text.Json.JsonSerializerOptions.Web)!.AsObject();
        body["productId"] = sale.ProductId;
        return await (await seller.Post("price-books/entries", body)).Read<EntryAnswer>(HttpStatusCode.Created);
    }

    private static Task<PreviewAnswer> Preview(HttpClient seller, Sale sale, Guid? connectionId = null) =>
        seller.Get<PreviewAnswer>($"price-books/preview?connectionId={connectionId ?? sale.ContosoConnection}&productId={sale.ProductId}&currency=USD");

    private static async Task<(string Cost, string Final, string Source)> CostAndPrice(HttpClient seller, Sale sale, Guid connectionId)
    {
        var preview = await Preview(seller, sale, connectionId);
        return (preview.Cost!.UnitPrice.Amount, preview.Final.Price.Amount, preview.Final.Source);
    }

    private static async Task<IEnumerable<string>> Charged(HttpClient seller, Guid connectionId) =>
        (await seller.List<InvoiceAnswer>($"invoices?connectionId={connectionId}")).Select(invoice => invoice.AmountDue.Amount).Distinct(StringComparer.Ordinal);

    private static (string Price, string Source) Of(SourcedAnswer price) => (price.Price.Amount, price.Source);

    private sealed record EntryAnswer(Guid Id, string Audience, Guid? ConnectionId, string? Kind, MoneyAnswer? Amount, int Number);

    private sealed record PreviewAnswer(SourcedAnswer List, MoneyAnswer Discount, SourcedAnswer Final, CostAnswer? Cost, bool BelowCost);

    private sealed record SourcedAnswer(MoneyAnswer Price, string Source, int Version);

    private sealed record CostAnswer(MoneyAnswer UnitPrice, string Per);
}
