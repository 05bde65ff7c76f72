using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What a client reads of a subscription. Prices stay as they were written: an object or "-".</summary>
internal sealed record SubscriptionAnswer(
    Guid Id, string? SellerName, string Name, int Quantity, string Status, JsonElement UnitPrice, JsonElement Discount, JsonElement Total, string? PriceHiddenReason)
{
    /// <summary>"25.00 USD | 15.00 USD | 60.00 USD", or "- | - | -" with the reason.</summary>
    public string Prices => string.Join(" | ", new[] { UnitPrice, Discount, Total }.Select(Text)) + (PriceHiddenReason is null ? "" : $" ({PriceHiddenReason})");

    private static string Text(JsonElement price) =>
        price.ValueKind == JsonValueKind.String ? price.GetString()! : $"{price.GetProperty("amount").GetString()} {price.GetProperty("currency").GetString()}";
}

internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

internal sealed record ListingAnswer(Guid Id, Guid ProductId, string? ProductName, string Status, long Version);

internal static class Answers
{
    private const string Root = "/api/storefront/v1";

    public static async Task<SubscriptionAnswer> Subscription(this ServiceUnderTest<Program> service, Caller caller, Guid id) =>
        await Read<SubscriptionAnswer>(await service.As(caller).GetSubscription(id));

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
