using Storefront.Contracts.V1;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>What templates can say about a shop that opens: <c>shop</c>, <c>reseller</c> and <c>parent</c>.</summary>
internal static class WelcomeLetters
{
    public static Letter Of(Shop shop, Guid parentId, string resellerName, string parentName) => new(
        MailKind.StorefrontWelcome, parentId, shop.SellerId, shop.SellerId, Values(shop.Name, shop.Address, shop.Alias ?? "", resellerName, parentName), [shop.Address]);

    public static IReadOnlyDictionary<string, object?> Sample(string address, string parentName) =>
        Values("Northwind", address, "northwind", "Northwind", parentName);

    private static Dictionary<string, object?> Values(string shop, string address, string alias, string reseller, string parent) => new(StringComparer.Ordinal)
    {
        ["shop"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = shop, ["url"] = address, ["alias"] = alias },
        ["reseller"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = reseller },
        ["parent"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = parent },
    };
}
