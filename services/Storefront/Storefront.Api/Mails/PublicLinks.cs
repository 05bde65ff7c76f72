namespace Storefront.Api.Mails;

/// <summary>
/// The addresses in mails. <c>Public:OrderStatusUrl</c> names a frontend's page, with <c>{token}</c> in it; without it the link leads to the page of the API
/// under <c>Public:BaseUrl</c>.
/// </summary>
internal sealed class PublicLinks(IConfiguration configuration)
{
    private const string Token = "{token}";

    public string OrderStatus(string token) =>
        (configuration["Public:OrderStatusUrl"] ?? $"{Base()}/api/storefront/v1/order-status/{Token}/page").Replace(Token, token, StringComparison.Ordinal);

    /// <summary>A shop's front page on the realm's host.</summary>
    public string Shop(string alias) => $"{Base()}/{alias}";

    private string Base() =>
        (configuration["Public:BaseUrl"] ?? configuration["Auth:Issuer"] ?? throw new InvalidOperationException("Public:BaseUrl, the public address, is not configured."))
        .TrimEnd('/');
}
