using System.Runtime.InteropServices;

namespace Storefront.Domain.Shops;

/// <summary>A shop as far as addresses go.</summary>
/// <param name="CustomDomain">Its own; it counts as long as the shop is open and its plan allows one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ShopSite(Guid Id, string? Alias, string? CustomDomain, bool MayUseDomain, bool IsOpen)
{
    public string? EffectiveDomain => IsOpen && MayUseDomain ? CustomDomain : null;
}

/// <param name="Host">Whose host it stands on: the custom domain, or null for the realm's.</param>
/// <param name="Alias">The path on it; null at the root.</param>
/// <param name="Url">Of the front page, without a slash at the end.</param>
public sealed record ShopAddress(string? Host, string? Alias, string Url);

/// <summary>Where shops stand: at the nearest custom domain above, else on the realm's host.</summary>
public static class ShopAddresses
{
    /// <summary>No alias begins like this, so that a sandbox's shops never stand where a shop of the live realm does.</summary>
    private const char SandboxMark = '~';

    /// <param name="lineage">The shop itself first, then its parent, up to the operator.</param>
    /// <param name="realmHost">The installation's public address, without a slash at the end.</param>
    /// <param name="sandbox">Null in the live realm.</param>
    public static ShopAddress Of(IReadOnlyList<ShopSite> lineage, string realmHost, Guid? sandbox)
    {
        var shop = lineage[0];
        foreach (var site in lineage)
        {
            if (site.EffectiveDomain is { } domain)
            {
                return site.Id == shop.Id
                    ? new ShopAddress(domain, null, $"https://{domain}")
                    : new ShopAddress(domain, shop.Alias, $"https://{domain}/{shop.Alias}");
            }
        }

        var root = sandbox is { } realm ? $"{realmHost}/{SandboxMark}{realm}" : realmHost;
        return new ShopAddress(null, shop.Alias, shop.Alias is { } alias ? $"{root}/{alias}" : root);
    }
}
