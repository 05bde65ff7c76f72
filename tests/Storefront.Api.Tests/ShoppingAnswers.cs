using System.Net.Http.Json;

namespace Storefront.Api.Tests;

internal sealed record PriceAnswer(MoneyAnswer List, MoneyAnswer Discount, MoneyAnswer Final, string Interval, string PlanLength)
{
    public override string ToString() => $"{List} - {Discount} = {Final} {Interval}/{PlanLength}";
}

internal sealed record ProductAnswer(Guid Id, string Name, string Description, string Kind, string? ResellerPlan, string? GroupName, int SmallestQuantity, IReadOnlyList<PriceAnswer> Prices);

internal sealed record ProductDetailAnswer(ProductAnswer Product, IReadOnlyList<ProductAnswer> AddOns, IReadOnlyList<ProductAnswer> UpgradeTargets);

internal sealed record ProblemAnswer(string Code);

internal sealed record BasketLineAnswer(
    Guid Id, Guid ProductId, string ProductName, int Quantity, Guid? MainLineId, MoneyAnswer? UnitPrice, MoneyAnswer? Discount, MoneyAnswer? FinalUnitPrice, MoneyAnswer? Total, ProblemAnswer? Problem);

internal sealed record TotalAnswer(MoneyAnswer List, MoneyAnswer Discount, MoneyAnswer Total);

internal sealed record BasketAnswer(IReadOnlyList<BasketLineAnswer> Lines, IReadOnlyList<TotalAnswer> Totals, string? QuoteToken, string? LastOrderNumber, long Version);

internal sealed record PlacedOrderAnswer(Guid Id, string Number, string Status);

internal sealed record CheckoutAnswer(PlacedOrderAnswer Order);

/// <summary>What a client asks of a seller's catalogue and its own basket.</summary>
internal static class ShoppingAnswers
{
    public const string Root = ShopAnswers.Root;

    public static Task<HttpResponseMessage> GetProducts(this HttpClient client, Guid connectionId, string query = "") =>
        client.GetAsync($"{Root}/products?connectionId={connectionId}&{query}");

    public static async Task<PageAnswer<ProductAnswer>> Products(this HttpClient client, Guid connectionId, string query = "") =>
        await (await client.GetProducts(connectionId, query)).Read<PageAnswer<ProductAnswer>>();

    public static async Task<BasketAnswer> Basket(this HttpClient client, Guid connectionId) =>
        await (await client.GetAsync($"{Root}/connections/{connectionId}/basket")).Read<BasketAnswer>();

    public static Task<HttpResponseMessage> AddLine(
        this HttpClient client, Guid connectionId, Guid productId, int quantity = 3, Guid? mainLineId = null, Guid? mainSubscriptionId = null, string currency = "USD", string planLength = "month") =>
        client.PostAsJsonAsync(
            $"{Root}/connections/{connectionId}/basket/lines", new { productId, quantity, currency, interval = "month", planLength, mainLineId, mainSubscriptionId });

    public static Task<HttpResponseMessage> ChangeLine(this HttpClient client, Guid connectionId, Guid lineId, object changes, string? ifMatch = null) =>
        client.SendAsync(ShopAnswers.With(
            new HttpRequestMessage(HttpMethod.Patch, $"{Root}/connections/{connectionId}/basket/lines/{lineId}") { Content = JsonContent.Create(changes) }, ifMatch));

    public static Task<HttpResponseMessage> Checkout(this HttpClient client, Guid connectionId, string? quoteToken, string? ifMatch = null, string? key = null)
    {
        var request = ShopAnswers.With(
            new HttpRequestMessage(HttpMethod.Post, $"{Root}/connections/{connectionId}/basket/checkout") { Content = JsonContent.Create(new { quoteToken = quoteToken ?? "none" }) }, ifMatch);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return client.SendAsync(request);
    }
}
