using System.Net;
using Testing;

namespace Storefront.Api.Tests;

[Trait("Checklist", "S12")]
public sealed class PurchaseHistoryTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Theory]
    [InlineData(2, 3, 4, 5, 6)]
    [InlineData(6, 5, 4, 3, 2)]
    [InlineData(4, 2, 6, 3, 5)]
    [InlineData(5, 6, 2, 4, 3)]
    public async Task List_VersionsInAnyOrder_TellTheSameStory(params int[] arrival)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var id = await market.BuyAsync(sold => sold);
        var suite = Guid.CreateVersion7();
        var bought = market.Subscription(id, Market.Start.AddDays(1));
        foreach (var version in arrival)
        {
            var news = version switch
            {
                2 => bought with { Quantity = 5 },
                3 => bought with { Quantity = 5, Status = "suspended" },
                4 => bought with { Quantity = 2 },
                5 => bought with { Quantity = 2, ProductId = suite, ProductName = "Suite" },
                _ => bought with { Quantity = 2, ProductId = suite, ProductName = "Suite", Status = "cancelled" },
            };
            await market.ChangeAsync(news, version, day: version);
        }

        var history = await Service.As(market.Buyer()).Purchases(id);

        Assert.Equal(["cancelled -2 Suite 0", "upgraded 0 Suite 2", "reduced -3 Mail 2", "added +2 Mail 5", "purchased +3 Mail 3"], history.Items.Select(entry => entry.Line));
        Assert.Equal("Mail", history.Items[1].PreviousName);
    }

    [Fact]
    public async Task List_AddOns_StandAmongTheMainProductsPages()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var main = await market.BuyAsync(sold => sold, day: 1);
        var archive = await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main }, day: 2);
        await market.ChangeAsync(market.Subscription(main, Market.Start.AddDays(1), quantity: 4), version: 2, day: 3);
        await market.ChangeAsync(market.Subscription(archive, Market.Start.AddDays(2), status: "cancelled", name: "Archive") with { ProductKind = "addOn", MainSubscriptionId = main }, version: 2, day: 3);
        var client = Service.As(market.Buyer());

        var lines = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.Purchases(main, $"limit=1&cursor={cursor}");
            lines.AddRange(page.Items.Select(entry => entry.Line));
            cursor = page.NextCursor;
        }
        while (cursor is not null && lines.Count < 10);

        Assert.Equal(["added +1 Mail 4", "cancelled -3 Archive 0", "purchased +3 Archive 3", "purchased +3 Mail 3"], lines.Take(2).Order(StringComparer.Ordinal).Concat(lines.Skip(2)));
        Assert.Equal(["cancelled -3 Archive 0"], (await client.Purchases(main, "kind=cancelled")).Items.Select(entry => entry.Line));
        Assert.Equal(2, (await client.Purchases(main, $"subscriptionId={archive}")).Items.Count);
        Assert.Equal(2, (await client.Purchases(main, $"to={Market.Start.AddDays(3):yyyy-MM-ddTHH:mm:ssZ}")).Items.Count);
    }

    [Fact]
    public async Task List_Money_IsShownAsInTheListOfSubscriptions()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var id = await market.BuyAsync(sold => sold);

        Assert.Equal("-", SubscriptionAnswer.Text(Assert.Single((await Service.As(market.Buyer()).Purchases(id)).Items).FinalUnitPrice));
        Assert.Equal("20.00 USD", SubscriptionAnswer.Text(Assert.Single((await Service.As(market.Seller()).Purchases(id)).Items).FinalUnitPrice));
    }

    [Fact]
    public async Task List_Unknown_DoesNotExist()
    {
        var market = await Market.OpenAsync(storefront, "basic");

        using var response = await Service.As(market.Buyer()).GetPurchases(Guid.CreateVersion7());

        await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }
}
