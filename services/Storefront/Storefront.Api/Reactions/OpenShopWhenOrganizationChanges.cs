using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Api.Shops;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain;
using Storefront.Domain.Shops;

namespace Storefront.Api.Reactions;

/// <summary>
/// Opens and closes a seller's shop with its plan and alias, whatever order the news comes in: only the newest version of the organisation counts. All that
/// the seller made of its shop stays.
/// </summary>
internal sealed class OpenShopWhenOrganizationChanges(SqlSession sql, Lazy<StorefrontDb> lateDb, ShopSites sites) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>,
    IReaction<OrganizationSuspended>,
    IReaction<OrganizationRestored>,
    IReaction<OrganizationEnded>
{
    /// <summary>A customer sells nothing.</summary>
    public static bool Concerns(Organization organization) => organization.Kind != "customer";

    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationSuspended fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationRestored fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationEnded fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    private async Task Follow(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        if (!await Begin(organization, context, cancellationToken))
        {
            await Change(lateDb.Value, organization, context, cancellationToken);
        }
    }

    /// <summary>
    /// The first news of a seller is nearly always of a partner that has no shop yet, or of an operator, above whom nobody stands: then no address follows
    /// from another, and the row is all there is to do. False if it is not so.
    /// </summary>
    private async Task<bool> Begin(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        var shop = Unknown(organization, context);
        Apply(organization, context, shop);
        if (shop is { IsOpen: true, IsOperator: false })
        {
            return false;
        }

        var fact = shop.IsOpen ? shop.Next(await AtTheRoot(shop, cancellationToken)) : null;
        var written = await sql.Execute(
            $"""
            INSERT INTO shop (id, realm_id, is_operator, parent_id, plan, status, alias, organization_name, organization_version, is_open, opened_at, version)
            SELECT {shop.Id}, {shop.RealmId}, {shop.IsOperator}, {shop.ParentId}, {shop.Plan?.ToString()}, {shop.Status.ToString()}, {shop.Alias},
                {shop.OrganizationName}, {shop.OrganizationVersion}, {shop.IsOpen}, {shop.OpenedAt}, {shop.Version}
            WHERE NOT EXISTS (SELECT 1 FROM shop WHERE parent_id = {shop.Id})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        if (written == 1 && fact is not null)
        {
            await sql.Emit(new StorefrontOpened(fact), shop.Id, shop.Version, context.OccurredAt, cancellationToken);
        }

        return written == 1;
    }

    private async Task<ShopTree> AtTheRoot(ShopRow shop, CancellationToken cancellationToken)
    {
        var isLive = await sql.Scalar<bool>($"SELECT EXISTS (SELECT 1 FROM realm WHERE realm_id = {shop.RealmId} AND is_live)", cancellationToken);
        return sites.Alone(shop, isLive);
    }

    private async Task Change(StorefrontDb db, Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        var shop = await Locked(db, Unknown(organization, context), cancellationToken);
        if (shop.OrganizationVersion >= context.Version)
        {
            return;
        }

        var before = await sites.Below(shop, cancellationToken);
        var (wasOpen, name) = (shop.IsOpen, shop.ShownName());
        Apply(organization, context, shop);
        await db.SaveChangesAsync(cancellationToken);
        await Tell(db, shop, wasOpen, shop.ShownName() != name, before, context.OccurredAt, cancellationToken);
    }

    private static ShopRow Unknown(Organization organization, EventContext context) => new()
    {
        Id = organization.Id,
        RealmId = context.RealmId,
        IsOperator = organization.Kind == "operator",
        OrganizationName = organization.Name,
        OrganizationVersion = 0,
        IsOpen = false,
    };

    private static void Apply(Organization organization, EventContext context, ShopRow shop)
    {
        var wasOpen = shop.IsOpen;
        shop.IsOperator = organization.Kind == "operator";
        shop.ParentId = organization.ParentId;
        shop.Plan = organization.ResellerPlan is { } plan ? Enum.Parse<ResellerPlan>(plan, ignoreCase: true) : null;
        shop.Status = Enum.Parse<OrganizationStatus>(organization.Status, ignoreCase: true);
        shop.Alias = organization.Alias;
        shop.OrganizationName = organization.Name;
        shop.OrganizationVersion = context.Version;
        shop.IsOpen = ShopRules.IsOpen(shop.Owner);
        if (shop.IsOpen != wasOpen)
        {
            shop.OpenedAt = shop.IsOpen ? context.OccurredAt : shop.OpenedAt;
            shop.ClosedAt = shop.IsOpen ? null : context.OccurredAt;
        }
    }

    private async Task Tell(StorefrontDb db, ShopRow shop, bool wasOpen, bool isRenamed, ShopTree before, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var after = await sites.Below(shop, cancellationToken);
        var moved = after.MovedSince(before);
        if (shop.IsOpen || wasOpen)
        {
            switch ((wasOpen, shop.IsOpen))
            {
                case (false, true):
                    db.Emit(new StorefrontOpened(shop.Next(after)), shop.Id, shop.Version, at);
                    break;
                case (true, false):
                    db.Emit(new StorefrontClosed(shop.Next(after)), shop.Id, shop.Version, at);
                    break;
                case (true, true) when isRenamed || moved.Contains(shop.Id):
                    db.Emit(new StorefrontChanged(shop.Next(after)), shop.Id, shop.Version, at);
                    break;
            }
        }

        await sites.TellMoved(moved.Where(id => id != shop.Id), after, at, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Two pieces of news of one organisation are dealt with one after the other.</summary>
    private static async Task<ShopRow> Locked(StorefrontDb db, ShopRow unknown, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO shop (id, realm_id, is_operator, organization_name, organization_version, is_open, status, version)
            VALUES ({unknown.Id}, {unknown.RealmId}, {unknown.IsOperator}, {unknown.OrganizationName}, {unknown.OrganizationVersion}, {unknown.IsOpen},
                {unknown.Status.ToString()}, {unknown.Version})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return await db.Shops.FromSql($"SELECT * FROM shop WHERE id = {unknown.Id} FOR UPDATE").SingleAsync(cancellationToken);
    }
}
