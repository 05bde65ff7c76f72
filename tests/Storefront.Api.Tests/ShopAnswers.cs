using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Storefront.Api.Tests;

internal sealed record OwnShopAnswer(
    Guid Id, string? Alias, string Name, bool IsOpen, string? Address, string? CustomDomain, bool IsCustomDomainInEffect, string? CustomDomainProof, string? PrimaryColor, string? SupportEmail, string? LogoUrl, long Version);

internal sealed record ShopAnswer(Guid Id, string Realm, string? Alias, string Name, string Address, string? PrimaryColor, string? WelcomeText, string? LogoUrl);

internal sealed record CustomDomainAnswer(Guid ShopId, string SellerName, string Domain, string Proof, DateTimeOffset? ConfirmedAt);

internal sealed record EntranceAnswer(string Kind, Guid? ShopId, string? Address, Guid? ConnectionId, string? PlansUrl);

internal sealed record VisibleShopAnswer(Guid ConnectionId, string ConnectionStatus, ShopAnswer Shop);

/// <summary>What a client asks of shops.</summary>
internal static class ShopAnswers
{
    public const string Root = "/api/storefront/v1";

    /// <summary>A picture of one pixel, as its first bytes say.</summary>
    public static byte[] Png(byte tail = 0) =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, tail];

    public static async Task<OwnShopAnswer> OwnShop(this HttpClient client) => await (await client.GetAsync($"{Root}/shop")).Read<OwnShopAnswer>();

    public static Task<HttpResponseMessage> Brand(this HttpClient client, object changes, string? ifMatch = null) =>
        client.SendAsync(With(new HttpRequestMessage(HttpMethod.Patch, $"{Root}/shop") { Content = JsonContent.Create(changes) }, ifMatch));

    public static Task<HttpResponseMessage> PutLogo(this HttpClient client, byte[] file, string? ifMatch = null) =>
        client.SendAsync(With(
            new HttpRequestMessage(HttpMethod.Put, $"{Root}/shop/logo") { Content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("image/svg+xml") } } },
            ifMatch));

    public static Task<HttpResponseMessage> ResolveShop(this HttpClient client, string query) => client.GetAsync($"{Root}/shops/resolve?{query}");

    public static async Task<ShopAnswer> Resolved(this HttpClient client, string query) => await (await client.ResolveShop(query)).Read<ShopAnswer>();

    public static async Task<EntranceAnswer> Entrance(this HttpClient client) => await (await client.GetAsync($"{Root}/shop-entrance")).Read<EntranceAnswer>();

    public static async Task<PageAnswer<VisibleShopAnswer>> VisibleShops(this HttpClient client) =>
        await (await client.GetAsync($"{Root}/visible-shops")).Read<PageAnswer<VisibleShopAnswer>>();

    public static HttpRequestMessage With(HttpRequestMessage request, string? ifMatch)
    {
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return request;
    }
}
