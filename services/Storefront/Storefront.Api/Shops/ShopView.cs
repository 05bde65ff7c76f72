using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Shops;
using Facts = Storefront.Contracts.V1;

namespace Storefront.Api.Shops;

/// <summary>A shop as every visitor sees it.</summary>
/// <param name="Id">The seller.</param>
/// <param name="Realm">What signing in there names: "live", or a sandbox's id.</param>
/// <param name="Alias">The path on its host; null at the root.</param>
/// <param name="Address">Of the front page.</param>
/// <param name="PrimaryColor">As "#1a2b3c", and so is <paramref name="AccentColor"/>; null where the frontend's own is used.</param>
/// <param name="WelcomeText">Plain text.</param>
/// <param name="LogoUrl">An address on this API that never shows anything else; null without a logo.</param>
internal sealed record ShopView(
    Guid Id,
    string Realm,
    string? Alias,
    string Name,
    string Address,
    string? PrimaryColor,
    string? AccentColor,
    string? SupportEmail,
    string? SupportPhone,
    string? WelcomeText,
    string? LogoUrl,
    long Version) : IVersionedView;

/// <summary>A shop as its owner sees it.</summary>
/// <param name="IsOpen">By the reseller plan; nobody opens or closes it by hand.</param>
/// <param name="CustomDomain">As it was set; in effect once the operator has confirmed it, while the plan allows it.</param>
/// <param name="CustomDomainProof">What the operator looks for in a TXT record at the domain; null where nothing waits to be confirmed.</param>
/// <param name="IsCustomDomainInEffect">Whether the shop, and those of its resellers, stand there now.</param>
internal sealed record OwnShopView(
    Guid Id,
    string? Alias,
    string Name,
    bool IsOpen,
    string? Address,
    string? CustomDomain,
    bool IsCustomDomainInEffect,
    string? CustomDomainProof,
    string? PrimaryColor,
    string? AccentColor,
    string? SupportEmail,
    string? SupportPhone,
    string? WelcomeText,
    string? LogoUrl,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? ClosedAt,
    long Version) : IVersionedView;

internal static class ShopViews
{
    public static string ShownName(this ShopRow shop) => shop.Name ?? shop.OrganizationName;

    public static ShopView ToView(this ShopRow shop, ShopTree tree, string realm)
    {
        var address = tree.Address(shop.Id);
        return new ShopView(
            shop.Id,
            realm,
            address.Alias,
            shop.ShownName(),
            address.Url,
            shop.PrimaryColor,
            shop.AccentColor,
            shop.SupportEmail,
            shop.SupportPhone,
            shop.WelcomeText,
            shop.LogoUrl(),
            shop.Version);
    }

    public static OwnShopView ToOwnView(this ShopRow shop, ShopTree tree) => new(
        shop.Id,
        shop.Alias,
        shop.ShownName(),
        shop.IsOpen,
        shop.IsOpen ? tree.Address(shop.Id).Url : null,
        shop.CustomDomain,
        shop is { CustomDomain: not null, CustomDomainConfirmedAt: not null, IsOpen: true } && ShopRules.MayUseDomain(shop.Owner),
        shop is { CustomDomain: not null, CustomDomainConfirmedAt: null } ? CustomDomains.ProofOf(shop.Id) : null,
        shop.PrimaryColor,
        shop.AccentColor,
        shop.SupportEmail,
        shop.SupportPhone,
        shop.WelcomeText,
        shop.LogoUrl(),
        shop.OpenedAt,
        shop.ClosedAt,
        shop.Version);

    /// <summary>Counts the version up and says what it is then: once for each event.</summary>
    public static Facts.Shop Next(this ShopRow shop, ShopTree tree)
    {
        shop.Version++;
        var address = tree.Address(shop.Id);
        return new Facts.Shop(shop.Id, address.Alias, shop.ShownName(), shop.IsOpen, address.Url, shop.SupportEmail);
    }

    private static string? LogoUrl(this ShopRow shop) => shop.LogoHash is { } hash ? $"{StorefrontEndpoints.Root}/shops/{shop.Id}/logo/{hash}" : null;
}
