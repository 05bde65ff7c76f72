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
            market.ProductId, "Mail", "Letters", "addOn", market.OperatorId, true, [], "oneTime", "manual", 2, 50, "year", [target], ResellerPlan: "standard");
        await Service.TellAsync(new ProductPublished(product), market.Envelope(market.ProductId, 2, Market.Start));

        var row = await InRealm(market, db => db.Products.SingleAsync(known => known.Id == market.ProductId));

        Assert.Equal(
            ("Letters", ProductKind.AddOn, ChargeModel.OneTime, Provisioning.Manual, 2, 50, Term.Year, target, ResellerPlan.Standard),
            (row.Description, row.Kind, row.Charging, row.Provisioning, row.SmallestQuantity, row.LargestQuantity, row.MinimumCommitment, row.UpgradeTargets.Single(), row.ResellerPlan));
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
        var board = await work.ServiceProvider.GetRequiredService<ShopPrices>().Of(connectionId, market.SellerId, [market.ProductId], Market.Start.AddDays(1), default);
        return board.Find(market.ProductId, new PriceTerms("USD", Term.Month, Term.Month)) is { } price ? $"{price.List} | {price.Final}" : "none";
    }

    private async Task<T> InRealm<T>(Market market, Func<StorefrontDb, Task<T>> read)
    {
        await using var work = Service.Services.CreateAsyncScope();
        work.ServiceProvider.GetRequiredService<Scope>().EnterRealm(market.RealmId);
        return await read(work.ServiceProvider.GetRequiredService<StorefrontDb>());
    }
}
