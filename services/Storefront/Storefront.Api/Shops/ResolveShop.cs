using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Shops;

/// <summary>Where a visitor stands. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record ShopPlace(
    [property: Description("\"live\", or a sandbox's id. Without it the host says which.")] string? Realm,
    [property: Description("The host name in the visitor's address bar, with its port if it is no usual one.")] string? Host,
    [property: Description("The first segment of the path; left out at the root.")] string? Alias);

/// <summary>Which shop stands at an address, before anybody has signed in. Asked for with every page, so it is answered from memory where it can be.</summary>
internal static class ResolveShop
{
    public const string LiveRealm = "live";

    private const int LongestHost = 260;
    private const int LongestAlias = 40;

    public static async Task<Results<Ok<ShopView>, ProblemHttpResult>> Handle(
        [AsParameters] ShopPlace place, StorefrontDb db, Scope scope, ShopSites sites, ShopCache cache, CancellationToken cancellationToken)
    {
        if ((place.Realm is null) == (place.Host is null))
        {
            return Problems.Of(Refusal.Invalid("realm", "realm_or_host", "Name the realm or the host, and not both."));
        }

        scope.EnterInstallation();
        var host = place.Host?.ToLowerInvariant();
        if (host?.Length > LongestHost || place.Alias is { Length: 0 or > LongestAlias } || place.Alias?.All(IsAliasLetter) == false
            || (place.Realm is { } realm && realm != LiveRealm && !Guid.TryParse(realm, out _)))
        {
            return Problems.NotFound("shop");
        }

        var key = $"{place.Realm}|{host}|{place.Alias}";
        var cached = await cache.Find(key);
        if (cached?.Json is { } json)
        {
            return json.Length == 0 ? Problems.NotFound("shop") : TypedResults.Ok(JsonSerializer.Deserialize<ShopView>(json, EventJson.Options));
        }

        var view = await Find(place.Realm, host, place.Alias, db, sites, cancellationToken);
        if (cached is not null)
        {
            await cache.Keep(cached.Epoch, key, view is null ? null : JsonSerializer.Serialize(view, EventJson.Options));
        }

        return view is null ? Problems.NotFound("shop") : TypedResults.Ok(view);
    }

    private static async Task<ShopView?> Find(string? realm, string? host, string? alias, StorefrontDb db, ShopSites sites, CancellationToken cancellationToken)
    {
        if (host is null || host == new Uri(sites.RealmHost).Authority)
        {
            var named = realm is null or LiveRealm
                ? await db.Realms.Where(row => row.IsLive).Select(row => (Guid?)row.RealmId).SingleOrDefaultAsync(cancellationToken)
                : Guid.Parse(realm);
            return named is { } id ? await InRealm(id, alias, db, sites, cancellationToken) : null;
        }

        var owner = await db.Shops.AsNoTracking().SingleOrDefaultAsync(row => row.CustomDomain == host && row.CustomDomainConfirmedAt != null && row.IsOpen, cancellationToken);
        if (owner is null)
        {
            return null;
        }

        var tree = await sites.Above([owner.Id], cancellationToken);
        if (tree.Address(owner.Id).Host != host)
        {
            return null;
        }

        return alias is null ? await View(owner, tree, db, cancellationToken) : await InRealm(owner.RealmId, alias, db, sites, cancellationToken, host);
    }

    /// <param name="host">The custom domain that it has to stand at; null where any will do.</param>
    private static async Task<ShopView?> InRealm(
        Guid realmId, string? alias, StorefrontDb db, ShopSites sites, CancellationToken cancellationToken, string? host = null)
    {
        var shop = await db.Shops.AsNoTracking()
            .Where(row => row.RealmId == realmId && row.IsOpen && (alias == null ? row.IsOperator : row.Alias == alias))
            .OrderByDescending(row => row.OpenedAt).FirstOrDefaultAsync(cancellationToken);
        if (shop is null)
        {
            return null;
        }

        var tree = await sites.Above([shop.Id], cancellationToken);
        return host is null || tree.Address(shop.Id).Host == host ? await View(shop, tree, db, cancellationToken) : null;
    }

    private static async Task<ShopView> View(ShopRow shop, ShopTree tree, StorefrontDb db, CancellationToken cancellationToken) =>
        shop.ToView(tree, await db.RealmWord(shop.RealmId, cancellationToken));

    private static bool IsAliasLetter(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-';
}
