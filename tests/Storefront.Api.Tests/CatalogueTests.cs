using System.Net;
using System.Net.Http.Json;
using Billing.Contracts.V1;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>The catalogue from both sides: what a seller makes of it, and what one buyer sees at which price.</summary>
public sealed class CatalogueTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "S9")]
    public async Task Products_PublishedOnes_AreShownAtTheBuyersOwnPrice()
    {
        var market = await Open("standard");
        var buyer = Service.As(market.Buyer());
        Assert.Empty((await buyer.Products(market.ConnectionId)).Items);

        await Publish(market, market.ProductId);
        Assert.Equal("25.00 USD - 0.00 USD = 25.00 USD month/month", Assert.Single((await buyer.Products(market.ConnectionId)).Items.Single().Prices).ToString());

        await market.PricesAsync("30.00", "19.00");
        Assert.Equal("30.00 USD - 11.00 USD = 19.00 USD month/month", Assert.Single((await buyer.Products(market.ConnectionId)).Items.Single().Prices).ToString());

        var neighbour = Guid.CreateVersion7();
        var connection = Guid.CreateVersion7();
        await market.ConnectionAsync(connection, market.SellerId, neighbour, "customer");
        var other = Service.As(market.Caller(neighbour, OrganizationKind.Customer));
        Assert.Equal("30.00 USD - 0.00 USD = 30.00 USD month/month", Assert.Single((await other.Products(connection)).Items.Single().Prices).ToString());
    }

    [Fact]
    public async Task Products_SellerBelowStandardOrStranger_ShowsNothing()
    {
        var market = await Open("standard");
        await Publish(market, market.ProductId);
        var buyer = Service.As(market.Buyer());

        await (await Service.As(market.Seller()).GetProducts(market.ConnectionId)).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await (await Service.As(market.Caller(Guid.CreateVersion7(), OrganizationKind.Customer)).GetProducts(market.ConnectionId)).AssertProblem(HttpStatusCode.NotFound, "not_found");

        await market.PlanAsync("free", 2, Market.Start);
        Assert.Empty((await buyer.Products(market.ConnectionId)).Items);
        await (await buyer.GetAsync($"{ShoppingAnswers.Root}/products/{market.ProductId}?connectionId={market.ConnectionId}")).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Listing_DescribedGroupedAndOrdered_IsShownSo()
    {
        var market = await Open("standard");
        var (second, third) = (await Product(market), await Product(market));
        var seller = Service.As(market.Seller());
        var first = await Publish(market, market.ProductId);
        await Publish(market, third);
        await Publish(market, second);
        var group = await (await seller.PostAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/groups", new { name = "Office" })).Read<ListingAnswer>();

        await (await seller.PatchAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/listings/{first}", new { name = "100% Post_", description = "All letters", groupId = group.Id, position = 9 })).Read<ListingAnswer>();

        var buyer = Service.As(market.Buyer());
        var shown = (await buyer.Products(market.ConnectionId)).Items;
        Assert.Equal([second, third, market.ProductId], shown.Select(product => product.Id));
        Assert.Equal(("100% Post_", "All letters", "Office"), (shown[2].Name, shown[2].Description, shown[2].GroupName));
        Assert.Equal([market.ProductId], (await buyer.Products(market.ConnectionId, $"groupId={group.Id}")).Items.Select(product => product.Id));
        Assert.Equal([market.ProductId], (await buyer.Products(market.ConnectionId, "search=100%25%20post_")).Items.Select(product => product.Id));
        Assert.Empty((await buyer.Products(market.ConnectionId, "search=1%25t")).Items);
        Assert.Equal("Office", Assert.Single(await (await buyer.GetAsync($"{ShoppingAnswers.Root}/product-groups?connectionId={market.ConnectionId}")).Read<ProductAnswer[]>()).Name);

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await buyer.Products(market.ConnectionId, $"limit=1&cursor={cursor}");
            seen.AddRange(page.Items.Select(product => product.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal([second, third, market.ProductId], seen);
    }

    [Fact]
    public async Task Import_GroupsAndProducts_AreShownSoAtOnce()
    {
        var market = await Open("standard");
        var second = await Product(market);
        var seller = Service.As(market.Seller());
        await (await seller.PostAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/groups", new { name = "Office", position = 7 })).Read<ListingAnswer>();
        object[] groups =
        [
            new { name = "Numbers", listings = new object[] { new { productId = second, name = " Local number ", description = "One\nof yours" } } },
            new { name = "Letters", listings = new object[] { new { productId = market.ProductId } } },
        ];

        await (await seller.PostAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/import", new { groups })).Read<ImportAnswer>();

        var buyer = Service.As(market.Buyer());
        var shown = (await buyer.Products(market.ConnectionId)).Items;
        Assert.Equal(
            [(market.ProductId, "Mail", "Letters"), (second, "Local number", "Numbers")],
            shown.OrderBy(product => product.GroupName, StringComparer.Ordinal).Select(product => (product.Id, product.Name, product.GroupName!)));
        Assert.Equal("One\nof yours", shown.Single(product => product.Id == second).Description);
        Assert.Equal(["Numbers", "Letters"], (await (await buyer.GetAsync($"{ShoppingAnswers.Root}/product-groups?connectionId={market.ConnectionId}")).Read<ProductAnswer[]>()).Select(group => group.Name));
        Assert.All((await seller.Listings()).Items, listing => Assert.Equal("published", listing.Status));
    }

    [Fact]
    public async Task Import_OneRowWrong_KeepsNothingAndNamesTheRow()
    {
        var market = await Open("standard");
        var seller = Service.As(market.Seller());
        Task<HttpResponseMessage> Import(params Guid[] products) => seller.PostAsJsonAsync(
            $"{ShoppingAnswers.Root}/catalogue/import", new { groups = new[] { new { name = "All", listings = products.Select(productId => new { productId }) } } });

        var unknown = await Import(market.ProductId, Guid.NewGuid());
        Assert.Contains("groups[0].listings[1]", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await unknown.AssertProblem(HttpStatusCode.NotFound, "not_found");
        await (await Import(market.ProductId, market.ProductId)).AssertProblem(HttpStatusCode.Conflict, "already_listed");
        Assert.Empty((await seller.Listings()).Items);

        await (await Import(market.ProductId)).Read<ImportAnswer>();
        await (await Import(await Product(market))).AssertProblem(HttpStatusCode.Conflict, "group_name_taken");
        await market.PlanAsync("free", 2, Market.Start);
        await (await Import(await Product(market))).AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");
    }

    [Fact]
    public async Task Group_InUseOrOfAnotherSeller_IsRefused()
    {
        var market = await Open("standard");
        var seller = Service.As(market.Seller());
        var listing = await Publish(market, market.ProductId);
        var group = await (await seller.PostAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/groups", new { name = "Office" })).Read<ListingAnswer>();
        using var again = await seller.PostAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/groups", new { name = "Office" });
        await again.AssertProblem(HttpStatusCode.Conflict, "group_name_taken");
        await (await seller.PatchAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/listings/{listing}", new { groupId = group.Id })).Read<ListingAnswer>();

        await (await seller.DeleteAsync($"{ShoppingAnswers.Root}/catalogue/groups/{group.Id}")).AssertProblem(HttpStatusCode.Conflict, "group_not_empty");
        await (await Service.As(market.Operator()).DeleteAsync($"{ShoppingAnswers.Root}/catalogue/groups/{group.Id}")).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await (await seller.PatchAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/listings/{listing}", new { groupId = Guid.NewGuid() })).AssertProblem(HttpStatusCode.BadRequest, "group_unknown");

        await (await seller.PatchAsJsonAsync($"{ShoppingAnswers.Root}/catalogue/listings/{listing}", new { isUngrouped = true })).Read<ListingAnswer>();
        Assert.Equal(HttpStatusCode.NoContent, (await seller.DeleteAsync($"{ShoppingAnswers.Root}/catalogue/groups/{group.Id}")).StatusCode);
    }

    [Fact]
    public async Task Product_Detail_HasItsAddOnsAndWhatItCanBecome()
    {
        var market = await Open("standard");
        var (addOn, target) = (await Product(market, kind: "addOn"), await Product(market));
        await Service.TellAsync(
            new ProductPublished(new Product(market.ProductId, "Mail", "", "main", market.OperatorId, true, [], UpgradeTargets: [target, Guid.NewGuid()])),
            market.Envelope(market.ProductId, 2, Market.Start));
        foreach (var product in new[] { market.ProductId, addOn, target })
        {
            await Publish(market, product);
        }

        var detail = await (await Service.As(market.Buyer()).GetAsync($"{ShoppingAnswers.Root}/products/{market.ProductId}?connectionId={market.ConnectionId}")).Read<ProductDetailAnswer>();

        Assert.Equal((market.ProductId, addOn, target), (detail.Product.Id, detail.AddOns.Single().Id, detail.UpgradeTargets.Single().Id));
    }

    /// <summary>Billing would cancel an order for it: above the seller there is no price for these terms.</summary>
    [Fact]
    public async Task Prices_ForWhichTheSellerIsNotSupplied_AreNotOffered()
    {
        var market = await Open("standard");
        await market.OperatorAsync();
        var atOperator = Guid.CreateVersion7();
        await market.ConnectionAsync(atOperator, market.OperatorId, market.BuyerId, "customer", sellerKind: "operator");
        await Told(2, "year");
        await Publish(market, market.ProductId);
        var operators = Service.As(market.Operator());
        await operators.Done((await operators.Listed(market.ProductId)).Id, "publish");
        var buyer = Service.As(market.Buyer(Role.Admin));

        Assert.Equal(["year"], await Offered(market.ConnectionId));
        Assert.Equal(["month", "year"], await Offered(atOperator));
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).AssertProblem(HttpStatusCode.UnprocessableEntity, "price_unknown");

        await Told(3, "month", "year");
        Assert.Equal(["month", "year"], await Offered(market.ConnectionId));
        (await buyer.AddLine(market.ConnectionId, market.ProductId)).EnsureSuccessStatusCode();

        Task Told(long version, params IReadOnlyList<string> supplied) => Service.TellAsync(
            new PricePublished(new Product(
                market.ProductId, "Mail", "", "main", market.OperatorId, true, [Price("month", 1), Price("year", 2)],
                ResaleTerms: [.. supplied.Select(interval => new ResaleTerms("USD", interval, interval, Market.Start))])),
            market.Envelope(market.ProductId, version, Market.Start));

        static PriceVersion Price(string interval, int number) => new(number, new Money("25.00", "USD"), interval, interval, Market.Start.AddYears(-1));

        async Task<IEnumerable<string>> Offered(Guid connection) =>
            (await buyer.Products(connection)).Items.Single(product => product.Id == market.ProductId).Prices.Select(price => price.Interval);
    }

    /// <summary>Plans are for partners, and what partners sell on is not bought in a shop.</summary>
    [Fact]
    public async Task Products_ResellerPlans_AreForPartnersAlone()
    {
        var market = await Open("tenant");
        var plan = await Product(market, plan: "standard");
        await Publish(market, plan);
        await Publish(market, market.ProductId);
        var reseller = Guid.CreateVersion7();
        var connection = Guid.CreateVersion7();
        await market.ConnectionAsync(connection, market.SellerId, reseller, "partner");

        Assert.Equal([(plan, "standard")], (await Service.As(market.Caller(reseller, OrganizationKind.Partner)).Products(connection)).Items.Select(product => (product.Id, product.ResellerPlan!)));
        Assert.Equal([market.ProductId], (await Service.As(market.Buyer()).Products(market.ConnectionId)).Items.Select(product => product.Id));
    }

    private async Task<Market> Open(string plan)
    {
        var market = await Market.OpenAsync(storefront, plan);
        await market.ConnectionAsync();
        return market;
    }

    private async Task<Guid> Publish(Market market, Guid productId)
    {
        var seller = Service.As(market.Seller());
        var listing = await seller.Listed(productId);
        await seller.Done(listing.Id, "publish");
        return listing.Id;
    }

    private async Task<Guid> Product(Market market, string kind = "main", string? plan = null)
    {
        var id = Guid.CreateVersion7();
        await Service.TellAsync(
            new ProductPublished(new Product(
                id, $"Product {id}", "", kind, market.OperatorId, true, [new PriceVersion(1, new Money("5.00", "USD"), "month", "month", Market.Start.AddYears(-1))], ResellerPlan: plan)),
            market.Envelope(id, 1, Market.Start));
        return id;
    }
}
