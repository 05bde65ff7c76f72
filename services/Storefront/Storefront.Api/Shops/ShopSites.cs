using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <summary>A line of a shop's ancestry, or of its descendants'.</summary>
/// <param name="CustomDomain">Null until it is confirmed.</param>
internal sealed record ShopSiteRow(Guid Id, Guid? ParentId, string? Alias, string? CustomDomain, bool IsOperator, string? Plan, bool IsOpen, Guid RealmId)
{
    public ShopSite ToSite() => new(
        Id, Alias, CustomDomain, ShopRules.MayUseDomain(new ShopOwner(IsOperator, Plan is null ? null : Enum.Parse<ResellerPlan>(Plan), Alias, OrganizationStatus.Active)), IsOpen);
}

/// <summary>Shops with all that stand above them: enough to say the address of each.</summary>
internal sealed class ShopTree(IEnumerable<ShopSiteRow> rows, string realmHost, Func<Guid, bool> isLive)
{
    private readonly Dictionary<Guid, ShopSiteRow> _rows = rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id);

    public IEnumerable<Guid> Open => _rows.Values.Where(row => row.IsOpen).Select(row => row.Id);

    public ShopAddress Address(Guid shopId)
    {
        var lineage = new List<ShopSite>();
        for (var at = _rows.GetValueOrDefault(shopId); at is not null && lineage.Count <= _rows.Count; at = at.ParentId is { } parent ? _rows.GetValueOrDefault(parent) : null)
        {
            lineage.Add(at.ToSite());
        }

        var realm = _rows[shopId].RealmId;
        return ShopAddresses.Of(lineage, realmHost, isLive(realm) ? null : realm);
    }

    /// <summary>The shops that are open both times and stand elsewhere now.</summary>
    public IReadOnlyList<Guid> MovedSince(ShopTree before) =>
        [.. Open.Where(id => before._rows.TryGetValue(id, out var row) && row.IsOpen && before.Address(id) != Address(id))];
}

/// <summary>Reads where shops stand. The realm's host is <c>Storefront:PublicAddress</c>, or else the platform's own address.</summary>
internal sealed class ShopSites(Lazy<StorefrontDb> lateDb, IConfiguration configuration)
{
    public string RealmHost { get; } =
        (configuration["Storefront:PublicAddress"] ?? configuration["Public:BaseUrl"] ?? configuration["Auth:Issuer"]
            ?? throw new InvalidOperationException("Storefront:PublicAddress, where shops are visited, is not configured.")).TrimEnd('/');

    /// <summary>A shop that nobody stands above or below.</summary>
    public ShopTree Alone(ShopRow shop, bool isLive) => new(
        [new ShopSiteRow(shop.Id, shop.ParentId, shop.Alias, shop.CustomDomain, shop.IsOperator, shop.Plan?.ToString(), shop.IsOpen, shop.RealmId)], RealmHost, _ => isLive);

    /// <summary>Some shops and their ancestors, in one query.</summary>
    public async Task<ShopTree> Above(IReadOnlyCollection<Guid> shopIds, CancellationToken cancellationToken)
    {
        var ids = shopIds.ToArray();
        return await Tree(
            lateDb.Value.Database.SqlQuery<ShopSiteRow>(
                $"""
                WITH RECURSIVE line AS (
                    SELECT s.* FROM shop s WHERE s.id = ANY ({ids})
                    UNION
                    SELECT s.* FROM shop s JOIN line ON s.id = line.parent_id)
                SELECT id AS "Id", parent_id AS "ParentId", alias AS "Alias", CASE WHEN custom_domain_confirmed_at IS NOT NULL THEN custom_domain END AS "CustomDomain", is_operator AS "IsOperator", plan AS "Plan",
                    is_open AS "IsOpen", realm_id AS "RealmId"
                FROM line
                """),
            cancellationToken);
    }

    /// <summary>A shop with its ancestors and all its descendants: whose addresses may follow from it.</summary>
    public async Task<ShopTree> Below(ShopRow shop, CancellationToken cancellationToken) => await Tree(
        lateDb.Value.Database.SqlQuery<ShopSiteRow>(
            $"""
            WITH RECURSIVE below AS (
                SELECT s.* FROM shop s WHERE s.id = {shop.Id}
                UNION
                SELECT s.* FROM shop s JOIN below ON s.parent_id = below.id),
            above AS (
                SELECT s.* FROM shop s WHERE s.id = {shop.Id}
                UNION
                SELECT s.* FROM shop s JOIN above ON s.id = above.parent_id)
            SELECT id AS "Id", parent_id AS "ParentId", alias AS "Alias", CASE WHEN custom_domain_confirmed_at IS NOT NULL THEN custom_domain END AS "CustomDomain", is_operator AS "IsOperator", plan AS "Plan",
                    is_open AS "IsOpen", realm_id AS "RealmId"
                FROM (SELECT * FROM below UNION SELECT * FROM above) AS around
            """),
        cancellationToken);

    /// <summary>Tells of shops that stand elsewhere because one above them does. The caller saves.</summary>
    public async Task TellMoved(IEnumerable<Guid> shopIds, ShopTree tree, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var ids = shopIds.ToList();
        if (ids.Count == 0)
        {
            return;
        }

        foreach (var shop in await lateDb.Value.Shops.Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken))
        {
            lateDb.Value.Emit(new StorefrontChanged(shop.Next(tree)), shop.Id, shop.Version, at);
        }
    }

    private async Task<ShopTree> Tree(IQueryable<ShopSiteRow> rows, CancellationToken cancellationToken)
    {
        var found = await rows.ToListAsync(cancellationToken);
        var realms = found.Select(row => row.RealmId).Distinct().ToList();
        var live = await lateDb.Value.Realms.Where(row => realms.Contains(row.RealmId) && row.IsLive).Select(row => row.RealmId).ToListAsync(cancellationToken);
        return new ShopTree(found, RealmHost, live.Contains);
    }
}
