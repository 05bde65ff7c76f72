using Testing;

namespace Storefront.Api.Tests;

/// <summary>S9, S10: what the customer is shown, from the events that decide it.</summary>
public sealed class SubscriptionPriceTests(StorefrontService storefront)
{
    private const string Shown = "25.00 USD | 15.00 USD | 60.00 USD";

    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task Price_SellerWithoutACatalogue_IsNotPublished()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var subscription = await market.BuyAsync(Market.Start.AddDays(1));

        Assert.Equal("- | - | - (not_published)", await Prices(market, subscription));
    }

    [Fact]
    public async Task Price_ListingComesAndGoes_IsShownWhileItIsPublished()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start.AddDays(1));
        var seller = Service.As(market.Seller());
        var listing = await seller.Listed(market.ProductId);
        Assert.Equal("- | - | - (not_published)", await Prices(market, subscription));

        await seller.Done(listing.Id, "publish");
        Assert.Equal(Shown, await Prices(market, subscription));

        await seller.Done(listing.Id, "unpublish");
        Assert.Equal("- | - | - (not_published)", await Prices(market, subscription));
    }

    [Fact]
    public async Task Price_SellersListPriceHeardOfAfterThePurchase_GivesItsDiscount()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await Publish(market);
        var recent = await market.BuyAsync(Market.Start.AddMinutes(1));
        var early = await market.BuyAsync(Market.Start.AddMinutes(-1));
        Assert.Equal(Shown, await Prices(market, recent));

        await market.PricesAsync("30.00", special: null);

        Assert.Equal("30.00 USD | 30.00 USD | 60.00 USD", await Prices(market, recent));
        // Bought before that price was asked.
        Assert.Equal("- | - | - (before_standard)", await Prices(market, early));
        Assert.Equal("25.00 USD | 15.00 USD | 60.00 USD", (await Service.Subscription(market.Seller(), early)).Prices);
    }

    [Fact]
    public async Task Price_OrderPlacedByTheSeller_IsBoughtByReseller()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await Publish(market);

        Assert.Equal("- | - | - (bought_by_reseller)", await Prices(market, await market.BuyAsync(Market.Start.AddDays(1), boughtBy: "seller")));
        Assert.Equal(Shown, await Prices(market, await market.BuyAsync(Market.Start.AddDays(1))));
    }

    [Fact]
    public async Task Price_BoughtBeforeTheUpgrade_IsBeforeStandard()
    {
        var market = await Market.OpenAsync(storefront, "free");
        var early = await market.BuyAsync(Market.Start.AddDays(9));
        var late = await market.BuyAsync(Market.Start.AddDays(10));
        await market.PlanAsync("standard", 2, Market.Start.AddDays(10));
        await Publish(market);

        Assert.Equal("- | - | - (before_standard)", await Prices(market, early));
        Assert.Equal(Shown, await Prices(market, late));
    }

    [Fact]
    public async Task Price_PlanLapsedAndReturned_CountsFromTheReturn()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start.AddDays(1));
        await Publish(market);
        Assert.Equal(Shown, await Prices(market, subscription));

        await market.PlanAsync("free", 2, Market.Start.AddDays(20));
        Assert.Equal("- | - | - (not_published)", await Prices(market, subscription));

        await market.PlanAsync("tenant", 3, Market.Start.AddDays(30));
        Assert.Equal("- | - | - (before_standard)", await Prices(market, subscription));
    }

    [Fact]
    public async Task Price_UpgradedWithinStandard_KeepsItsBeginning()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start.AddDays(1));
        await Publish(market);

        await market.PlanAsync("tenant", 2, Market.Start.AddDays(20));

        Assert.Equal(Shown, await Prices(market, subscription));
    }

    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(2, 4, 3)]
    [InlineData(3, 2, 4)]
    [InlineData(3, 4, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(4, 3, 2)]
    public async Task Price_NewsOfPlansInAnyOrder_IsTheSame(int first, int second, int third)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await Publish(market);
        var before = await market.BuyAsync(Market.Start.AddDays(35));
        var after = await market.BuyAsync(Market.Start.AddDays(45));
        foreach (var version in (int[])[first, second, third])
        {
            await market.PlanAsync(version == 3 ? "basic" : "standard", version, Market.Start.AddDays(10 * version));
        }

        Assert.Equal("- | - | - (before_standard)", await Prices(market, before));
        Assert.Equal(Shown, await Prices(market, after));
    }

    [Fact]
    public async Task Price_OperatorAsSeller_NeedsNoPlan()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        await market.OperatorAsync();
        var subscription = await market.BuyAsync(Market.Start.AddDays(1), sellerId: market.OperatorId);
        var seller = Service.As(market.Operator());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");

        Assert.Equal(Shown, await Prices(market, subscription));
    }

    private async Task Publish(Market market)
    {
        var seller = Service.As(market.Seller());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");
    }

    private async Task<string> Prices(Market market, Guid subscriptionId)
    {
        var alone = (await Service.Subscription(market.Buyer(), subscriptionId)).Prices;
        var listed = (await Service.As(market.Buyer()).Subscriptions()).Items.Single(item => item.Id == subscriptionId).Prices;
        Assert.Equal(alone, listed);
        return alone;
    }
}
