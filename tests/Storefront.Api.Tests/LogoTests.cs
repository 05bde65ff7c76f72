using System.Text.Json;
using Billing.Contracts.V1;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>A product's picture, wherever a customer sees the product.</summary>
[Trait("Checklist", "S7")]
public sealed class LogoTests(StorefrontService storefront)
{
    private const string Logo = "https://cdn.example.com/mail.png";

    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task Logo_OfAProduct_IsOnEveryListThatShowsIt()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.ConnectionAsync();
        var seller = Service.As(market.Seller());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");
        var main = await market.BuyAsync(sold => sold);
        await market.BuyAsync(sold => sold with { ProductKind = "addOn", MainSubscriptionId = main });
        await market.BuyAsync(sold => sold with { ProductKind = "oneTime" });
        var buyer = Service.As(market.Buyer(Role.Admin));
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        Assert.Null(Text(await Json(buyer, "subscriptions"), "items", 0, "logoUrl"));

        await Service.TellAsync(
            new ProductPublished(new Product(
                market.ProductId, "Mail", "", "main", market.OperatorId, true, [new PriceVersion(1, new Money("25.00", "USD"), "month", "month", Market.Start.AddYears(-1))], LogoUrl: Logo)),
            market.Envelope(market.ProductId, 2, Market.Start));

        var listed = await Json(buyer, "subscriptions");
        Assert.Equal((Logo, Logo), (Text(listed, "items", 0, "logoUrl"), Text(listed, "items", 0, "addOns", 0, "logoUrl")));
        var detail = await Json(buyer, $"subscriptions/{main}");
        Assert.Equal((Logo, Logo), (Text(detail, "subscription", "logoUrl"), Text(detail, "products", 0, "logoUrl")));
        Assert.Equal(Logo, Text(await Json(buyer, "assets"), "items", 0, "logoUrl"));
        Assert.Equal(Logo, Text(await Json(buyer, $"products?connectionId={market.ConnectionId}"), "items", 0, "logoUrl"));
        Assert.Equal(Logo, Text(await Json(buyer, $"connections/{market.ConnectionId}/basket"), "lines", 0, "logoUrl"));
        Assert.Equal(Logo, Text(await Json(seller, "catalogue/listings"), "items", 0, "productLogoUrl"));
    }

    private static async Task<JsonElement> Json(HttpClient client, string path) => JsonElement.Parse(await client.GetStringAsync($"{ShopAnswers.Root}/{path}"));

    private static string? Text(JsonElement json, params object[] path) =>
        path.Aggregate(json, (at, step) => step is int index ? at[index] : at.GetProperty((string)step)).GetString();
}
