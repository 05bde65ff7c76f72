using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Primitives;
using ServiceDefaults.Security;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What Orgs and Billing tell is kept as it was told last, in whatever order it comes.</summary>
public sealed class ReadModelTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task Prices_TimelinesLateAndRepeated_AreThoseOfTheNewestVersion()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.ConnectionAsync();
        Assert.Equal("25.00 USD | 25.00 USD", await PriceAsync(market, market.ConnectionId));

        await market.PricesAsync("30.00", "19.00", version: 3);
        await market.PricesAsync("1.00", "1.00", version: 2);
        await market.PricesAsync("1.00", null, version: 3);

        Assert.Equal("30.00 USD | 19.00 USD", await PriceAsync(market, market.ConnectionId));
        Assert.Equal("30.00 USD | 30.00 USD", await PriceAsync(market, Guid.CreateVersion7()));

        await market.PricesAsync("30.00", null, version: 4);
        Assert.Equal("30.00 USD | 30.00 USD", await PriceAsync(market, market.ConnectionId));

        await market.PricesAsync(null, null, version: 5);
        Assert.Equal("none", await PriceAsync(market, market.ConnectionId));
    }

    [Fact]
    public async Task Product_AllOfIt_IsKept()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var target = Guid.CreateVersion7();
        var product = new Product(
            market.ProductId, "Mail", "Letters", "addOn", market.OperatorId, true, [], "oneTime", "manual", 2, 50, "year", [target], ResellerPlan: "standard",
            ResaleTerms: [new Billing.Contracts.V1.ResaleTerms("USD", "month", "year", Market.Start)]);
        await Service.TellAsync(new ProductPublished(product), market.Envelope(market.ProductId, 2, Market.Start));

        var row = await InRealm(market, db => db.Products.SingleAsync(known => known.Id == market.ProductId));

        Assert.Equal(
            ("Letters", ProductKind.AddOn, ChargeModel.OneTime, Provisioning.Manual, 2, 50, Term.Year, target, ResellerPlan.Standard),
            (row.Description, row.Kind, row.Charging, row.Provisioning, row.SmallestQuantity, row.LargestQuantity, row.MinimumCommitment, row.UpgradeTargets.Single(), row.ResellerPlan));
        Assert.Equal([new Storefront.Domain.ResaleTerms("USD", Term.Month, Term.Year, Market.Start)], row.ResaleTerms!);
    }

    /// <summary>What was asked when something was bought, whichever is heard of first: the product, the seller's price, the purchase or what it became.</summary>
    [Theory]
    [InlineData("product purchase upgrade")]
    [InlineData("product upgrade purchase")]
    [InlineData("purchase product upgrade")]
    [InlineData("purchase upgrade product")]
    [InlineData("upgrade purchase product")]
    [InlineData("upgrade product purchase")]
    public async Task ListPrice_NewsInAnyOrder_IsTheSame(string order)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.PricesAsync("30.00", null);
        var product = Guid.CreateVersion7();
        var (bought, target) = (market.Subscription(Guid.CreateVersion7(), Market.Start.AddDays(1)), market.Subscription(Guid.CreateVersion7(), Market.Start.AddDays(15)) with { ProductId = product });
        var upgraded = bought with { ProductId = product };
        foreach (var news in order.Split(' '))
        {
            await (news switch
            {
                // Told long before anybody bought it; its price holds since after the first purchase.
                "product" => Service.TellAsync(
                    new ProductPublished(new Product(
                        product, "Suite", "", "main", market.OperatorId, true, [new PriceVersion(1, new Billing.Contracts.V1.Money("40.00", "USD"), "month", "month", Market.Start.AddDays(10))])),
                    market.Envelope(product, 1, Market.Start.AddDays(-30))),
                "purchase" => Task.WhenAll(
                    Service.TellAsync(new SubscriptionCreated(bought), market.Envelope(bought.Id, 1, bought.BoughtAt)),
                    Service.TellAsync(new SubscriptionCreated(target), market.Envelope(target.Id, 1, target.BoughtAt))),
                _ => Service.TellAsync(new SubscriptionChanged(upgraded), market.Envelope(bought.Id, 2, Market.Start.AddDays(20))),
            });
        }

        Assert.Equal([4000, 4000], await InRealm(market, db => db.Subscriptions.Where(row => row.RealmId == market.RealmId).Select(row => row.ListPrice ?? 0).ToListAsync()));
    }

    [Fact]
    public async Task ListPrice_PurchaseAndProductHeardOfAtOnce_IsFound()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        for (var i = 0; i < 10; i++)
        {
            var product = Guid.CreateVersion7();
            var bought = market.Subscription(Guid.CreateVersion7(), Market.Start.AddDays(1)) with { ProductId = product };
            await Task.WhenAll(
                Service.TellAsync(new SubscriptionCreated(bought), market.Envelope(bought.Id, 1, bought.BoughtAt)),
                market.ProductAsync(product, market.OperatorId));
        }

        Assert.Equal(0, await InRealm(market, db => db.Subscriptions.CountAsync(row => row.ListPrice != 2500)));
    }

    [Fact]
    public async Task Connection_LateNews_ChangesNothing()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.ConnectionAsync("ended", version: 3);
        await market.ConnectionAsync("active", version: 2);

        var row = await InRealm(market, db => db.Connections.SingleAsync(known => known.Id == market.ConnectionId));

        Assert.Equal((ConnectionStatus.Ended, "Northwind", "Contoso", OrganizationKind.Customer), (row.Status, row.SellerName, row.BuyerName, row.BuyerKind));
    }

    private async Task<string> PriceAsync(Market market, Guid connectionId)
    {
        await using var work = Service.Services.CreateAsyncScope();
        work.ServiceProvider.GetRequiredService<Scope>().EnterRealm(market.RealmId);
        var product = await work.ServiceProvider.GetRequiredService<StorefrontDb>().Products.SingleAsync(row => row.Id == market.ProductId);
        var board = await work.ServiceProvider.GetRequiredService<ShopPrices>().Of(connectionId, market.SellerId, [product], Market.Start.AddDays(1), default);
        return board.Find(market.ProductId, new PriceTerms("USD", Term.Month, Term.Month)) is { } price ? $"{price.List} | {price.Final}" : "none";
    }

    private async Task<T> InRealm<T>(Market market, Func<StorefrontDb, Task<T>> read)
    {
        await using var work = Service.Services.CreateAsyncScope();
        work.ServiceProvider.GetRequiredService<Scope>().EnterRealm(market.RealmId);
        return await read(work.ServiceProvider.GetRequiredService<StorefrontDb>());
    }
}
