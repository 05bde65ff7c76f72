using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What a client reads of a subscription. Prices stay as they were written: an object or "-".</summary>
internal sealed record SubscriptionAnswer(
    Guid Id,
    string? SellerName,
    Guid CustomerId,
    string? CustomerName,
    string Name,
    string Kind,
    int Quantity,
    string Status,
    ScheduledAnswer? ScheduledChange,
    JsonElement UnitPrice,
    JsonElement Discount,
    JsonElement Total,
    string? PriceHiddenReason,
    IReadOnlyList<AddOnAnswer> AddOns)
{
    /// <summary>"25.00 USD | 15.00 USD | 60.00 USD", or "- | - | -" with the reason.</summary>
    public string Prices => string.Join(" | ", new[] { UnitPrice, Discount, Total }.Select(Text)) + (PriceHiddenReason is null ? "" : $" ({PriceHiddenReason})");

    /// <summary>"25.00 USD", or "-".</summary>
    public static string Text(JsonElement price) =>
        price.ValueKind == JsonValueKind.String ? price.GetString()! : $"{price.GetProperty("amount").GetString()} {price.GetProperty("currency").GetString()}";
}

internal sealed record ScheduledAnswer(DateOnly On, int Quantity);

internal sealed record AddOnAnswer(Guid Id, string Name, int Quantity, string Status, JsonElement Total);

internal sealed record DetailAnswer(SubscriptionAnswer Subscription, IReadOnlyList<SummaryAnswer> Charges, IReadOnlyList<ChargedProductAnswer> Products);

internal sealed record SummaryAnswer(string Interval, string Currency, JsonElement Total);

internal sealed record ChargedProductAnswer(Guid SubscriptionId, string Name, int Quantity, JsonElement UnitPrice, JsonElement Discount, JsonElement FinalUnitPrice, JsonElement Total, IReadOnlyList<string> Actions)
{
    /// <summary>"Mail 3: 25.00 USD | 5.00 USD | 20.00 USD | 60.00 USD"</summary>
    public string Line => $"{Name} {Quantity}: " + string.Join(" | ", new[] { UnitPrice, Discount, FinalUnitPrice, Total }.Select(SubscriptionAnswer.Text));
}

internal sealed record CountsAnswer(long Total, IReadOnlyList<StatusCountAnswer> ByStatus);

internal sealed record StatusCountAnswer(string Status, long Count);

internal sealed record PurchaseAnswer(DateTimeOffset At, string Kind, string Name, bool IsAddOn, int QuantityChange, int Quantity, string? PreviousName, JsonElement FinalUnitPrice)
{
    /// <summary>"added +2 Mail 5"</summary>
    public string Line => $"{Kind} {QuantityChange:+0;-0;0} {Name} {Quantity}";
}

internal sealed record AssetAnswer(Guid Id, string Name, int Quantity, JsonElement Total);

internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

internal sealed record ImportAnswer(IReadOnlyList<ListingAnswer> Groups);

internal sealed record ListingAnswer(Guid Id, Guid ProductId, string? ProductName, string Status, long Version);

internal static class Answers
{
    private const string Root = "/api/storefront/v1";

    public static async Task<SubscriptionAnswer> Subscription(this ServiceUnderTest<Program> service, Caller caller, Guid id) =>
        (await service.As(caller).Detail(id)).Subscription;

    public static async Task<DetailAnswer> Detail(this HttpClient client, Guid id) => await Read<DetailAnswer>(await client.GetSubscription(id));

    public static async Task<CountsAnswer> Counts(this HttpClient client, string query = "") =>
        await Read<CountsAnswer>(await client.GetAsync($"{Root}/subscriptions/counts?{query}"));

    public static Task<HttpResponseMessage> GetPurchases(this HttpClient client, Guid id, string query = "") => client.GetAsync($"{Root}/subscriptions/{id}/purchases?{query}");

    public static async Task<PageAnswer<PurchaseAnswer>> Purchases(this HttpClient client, Guid id, string query = "") =>
        await Read<PageAnswer<PurchaseAnswer>>(await client.GetPurchases(id, query));

    public static async Task<PageAnswer<AssetAnswer>> Assets(this HttpClient client, string query = "") =>
        await Read<PageAnswer<AssetAnswer>>(await client.GetAsync($"{Root}/assets?{query}"));

    public static Task<HttpResponseMessage> GetAsset(this HttpClient client, Guid id) => client.GetAsync($"{Root}/assets/{id}");

    public static Task<HttpResponseMessage> GetSubscription(this HttpClient client, Guid id) => client.GetAsync($"{Root}/subscriptions/{id}");

    public static async Task<PageAnswer<SubscriptionAnswer>> Subscriptions(this HttpClient client, string query = "") =>
        await Read<PageAnswer<SubscriptionAnswer>>(await client.GetAsync($"{Root}/subscriptions?{query}"));

    public static Task<HttpResponseMessage> GetSubscriptions(this HttpClient client, string query) => client.GetAsync($"{Root}/subscriptions?{query}");

    public static Task<HttpResponseMessage> CreateListing(this HttpClient client, Guid productId) => client.PostAsJsonAsync($"{Root}/catalogue/listings", new { productId });

    public static async Task<ListingAnswer> Listed(this HttpClient client, Guid productId)
    {
        using var response = await client.CreateListing(productId);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Read<ListingAnswer>();
    }

    public static async Task<PageAnswer<ListingAnswer>> Listings(this HttpClient client) =>
        await Read<PageAnswer<ListingAnswer>>(await client.GetAsync($"{Root}/catalogue/listings"));

    /// <param name="action">publish or unpublish</param>
    public static async Task<HttpResponseMessage> Do(this HttpClient client, Guid listingId, string action, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/catalogue/listings/{listingId}/{action}");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    public static async Task<ListingAnswer> Done(this HttpClient client, Guid listingId, string action)
    {
        using var response = await client.Do(listingId, action);
        return await response.Read<ListingAnswer>();
    }

    public static async Task<T> Read<T>(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>The answer is a problem with this status and code.</summary>
    public static async Task AssertProblem(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((status, code), (response.StatusCode, problem.GetProperty("code").GetString()));
    }
}
