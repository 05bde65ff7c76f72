using System.Net;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>A subscription with its add-ons, from either side, and what was bought once.</summary>
public sealed class SubscriptionDetailTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "S7")]
    public async Task List_AddOns_StandUnderTheirMainProductUnlessAskedFor()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var main = await market.BuyAsync(sold => sold);
        var archive = await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main, Quantity = 2 });
        await market.BuyAsync(sold => sold with { ProductName = "Ended", ProductKind = "addOn", MainSubscriptionId = main, Status = "cancelled" });
        var client = Service.As(market.Buyer());

        var listed = Assert.Single((await client.Subscriptions()).Items);
        Assert.Equal((main, "Archive 2"), (listed.Id, string.Join(", ", listed.AddOns.Select(addOn => $"{addOn.Name} {addOn.Quantity}"))));
        Assert.Equal([main], (await client.Subscriptions("kind=main")).Items.Select(item => item.Id));
        Assert.Contains(archive, (await client.Subscriptions("kind=addOn")).Items.Select(item => item.Id));
        Assert.Equal(1, (await client.Counts()).Total);
    }

    [Fact]
    [Trait("Checklist", "S11")]
    public async Task Get_WithAddOns_TellsEachPriceAndTheirSum()
    {
        var market = await PublishedAsync();
        await market.ConnectionAsync();
        var main = await market.BuyAsync(sold => sold with { ScheduledOn = new(2026, 2, 1), ScheduledQuantity = 1 });
        await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main, Quantity = 2, UnitPrice = new("25.00", "USD") });

        var detail = await Service.As(market.Buyer()).Detail(main);

        Assert.Equal(["Mail 3: 25.00 USD | 5.00 USD | 20.00 USD | 60.00 USD", "Archive 2: 25.00 USD | 0.00 USD | 25.00 USD | 50.00 USD"], detail.Products.Select(product => product.Line));
        Assert.Equal("month 110.00 USD", Assert.Single(detail.Charges.Select(charge => $"{charge.Interval} {SubscriptionAnswer.Text(charge.Total)}")));
        Assert.Equal((new DateOnly(2026, 2, 1), 1), (detail.Subscription.ScheduledChange!.On, detail.Subscription.ScheduledChange.Quantity));
        Assert.Equal("Contoso", detail.Subscription.CustomerName);
    }

    [Fact]
    [Trait("Checklist", "S11")]
    public async Task Get_AddOnThatWasCancelled_IsShownAndNotSummed()
    {
        var market = await PublishedAsync();
        await market.ConnectionAsync();
        var main = await market.BuyAsync(sold => sold);
        var ended = await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main, Status = "cancelled" });
        var client = Service.As(market.Buyer());

        var detail = await client.Detail(main);
        Assert.Equal([(main, true), (ended, false)], detail.Products.Select(product => (product.SubscriptionId, product.Actions.Count > 0)));
        Assert.Equal(("Archive", "cancelled"), detail.Subscription.AddOns.Select(addOn => (addOn.Name, addOn.Status)).Single());
        Assert.Equal("60.00 USD", SubscriptionAnswer.Text(Assert.Single(detail.Charges).Total));

        // In the list it is there once its main product has ended too.
        Assert.Empty(Assert.Single((await client.Subscriptions()).Items).AddOns);
        await market.ChangeAsync(market.Subscription(main, Market.Start.AddDays(1), status: "cancelled"), version: 2, day: 2);
        Assert.Equal(ended, Assert.Single((await client.Subscriptions()).Items).AddOns.Single().Id);
    }

    [Fact]
    [Trait("Checklist", "S10")]
    public async Task Get_PartOfItHidden_HidesTheSumToo()
    {
        var market = await PublishedAsync();
        var main = await market.BuyAsync(sold => sold);
        await market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = main, BoughtBy = "seller" });

        var detail = await Service.As(market.Buyer()).Detail(main);

        Assert.Equal(["Mail 3: 25.00 USD | 5.00 USD | 20.00 USD | 60.00 USD", "Archive 3: - | - | - | -"], detail.Products.Select(product => product.Line));
        Assert.Equal("-", SubscriptionAnswer.Text(Assert.Single(detail.Charges).Total));
    }

    [Fact]
    [Trait("Checklist", "S9")]
    public async Task List_Seller_SeesItsCustomersWithMoney()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        await market.ConnectionAsync();
        var subscription = await market.BuyAsync(sold => sold with { BoughtBy = "seller" });
        var seller = Service.As(market.Seller());

        var sold = Assert.Single((await seller.Subscriptions($"side=sold&customerId={market.BuyerId}")).Items);

        Assert.Equal((subscription, "Contoso", "25.00 USD | 15.00 USD | 60.00 USD"), (sold.Id, sold.CustomerName!, sold.Prices));
        Assert.Equal("- | - | - (bought_by_reseller)", (await Service.Subscription(market.Buyer(), subscription)).Prices);
        Assert.Equal(sold.Prices, (await Service.Subscription(market.Seller(), subscription)).Prices);
        Assert.Empty((await seller.Subscriptions($"side=sold&customerId={Guid.CreateVersion7()}")).Items);
        Assert.Empty((await seller.Subscriptions()).Items);
    }

    [Fact]
    [Trait("Checklist", "S9")]
    public async Task Price_SellersListPriceMovesLater_DiscountStaysAsItWasBought()
    {
        var market = await PublishedAsync();
        await market.PricesAsync("30.00", special: null);
        var subscription = await market.BuyAsync(sold => sold);

        await market.PricesAsync("99.00", special: null, version: 2);
        await market.ChangeAsync(market.Subscription(subscription, Market.Start.AddDays(1), quantity: 4) with { PlanLength = "month" }, version: 2, day: 2);

        Assert.Equal("30.00 USD | 40.00 USD | 80.00 USD", (await Service.Subscription(market.Buyer(), subscription)).Prices);
    }

    [Fact]
    [Trait("Checklist", "S1")]
    public async Task Assets_WhatWasBoughtOnce_IsListedThereAndNotAmongSubscriptions()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var asset = await market.BuyAsync(sold => sold with { ProductName = "Migration", ProductKind = "oneTime", Quantity = 1 });
        var client = Service.As(market.Buyer());

        var listed = Assert.Single((await client.Assets()).Items);
        Assert.Equal((asset, "Migration", "-"), (listed.Id, listed.Name, SubscriptionAnswer.Text(listed.Total)));
        Assert.Equal("20.00 USD", SubscriptionAnswer.Text(Assert.Single((await Service.As(market.Seller()).Assets("side=sold")).Items).Total));
        Assert.Equal(asset, (await (await client.GetAsset(asset)).Read<AssetAnswer>()).Id);
        Assert.Empty((await client.Subscriptions()).Items);
        using var asSubscription = await client.GetSubscription(asset);
        await asSubscription.AssertProblem(HttpStatusCode.NotFound, "not_found");
        using var asAsset = await client.GetAsset(await market.BuyAsync(sold => sold));
        await asAsset.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<Market> PublishedAsync()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var seller = Service.As(market.Seller());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");
        return market;
    }
}
