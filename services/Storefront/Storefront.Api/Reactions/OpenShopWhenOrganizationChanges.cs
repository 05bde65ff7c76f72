using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
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
internal sealed class OpenShopWhenOrganizationChanges(StorefrontDb db, ShopSites sites) :
    IReaction<OrganizationCreated>,
    IReaction<OrganizationUpdated>,
    IReaction<OrganizationSuspended>,
    IReaction<OrganizationRestored>,
    IReaction<OrganizationEnded>
{
    public Task React(OrganizationCreated fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationUpdated fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationSuspended fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationRestored fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    public Task React(OrganizationEnded fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Organization, context, cancellationToken);

    private async Task Follow(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        if (organization.Kind == "customer")
        {
            return;
        }

        var shop = await Locked(organization, context, cancellationToken);
        if (shop.OrganizationVersion >= context.Version)
        {
            return;
        }

        var before = await sites.Below(shop, cancellationToken);
        var (wasOpen, name) = (shop.IsOpen, shop.ShownName());
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

        await db.SaveChangesAsync(cancellationToken);
        await Tell(shop, wasOpen, shop.ShownName() != name, before, context.OccurredAt, cancellationToken);
    }

    private async Task Tell(ShopRow shop, bool wasOpen, bool isRenamed, ShopTree before, DateTimeOffset at, CancellationToken cancellationToken)
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
    private async Task<ShopRow> Locked(Organization organization, EventContext context, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO shop (id, realm_id, is_operator, organization_name, organization_version, is_open, status, version)
            VALUES ({organization.Id}, {context.RealmId}, {organization.Kind == "operator"}, {organization.Name}, 0, false, {nameof(OrganizationStatus.Active)}, 1)
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return await db.Shops.FromSql($"SELECT * FROM shop WHERE id = {organization.Id} FOR UPDATE").SingleAsync(cancellationToken);
    }
}
