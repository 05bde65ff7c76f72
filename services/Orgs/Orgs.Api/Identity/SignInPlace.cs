using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Connections;
using Orgs.Domain.Identity;
using Primitives;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <summary>Where somebody without a token stands: in a realm, or at the shop of a seller in it.</summary>
/// <param name="RealmId">Empty for a realm or shop that is not there: to sign in takes as long there, counts failures, and fails like anywhere else.</param>
/// <param name="SellerId">Null where only a realm was named.</param>
internal sealed record SignInPlace(Guid RealmId, Guid? SellerId)
{
    public static readonly Refusal RealmOrShop = Refusal.Invalid("realm", "realm_or_shop", "Name the realm or the shop's address, and not both.");

    private static readonly SignInPlace Nowhere = new(Guid.Empty, null);

    /// <summary>Enters the realm. Refused only for what is malformed.</summary>
    /// <param name="realm"><c>live</c>, or a sandbox realm's slug or id.</param>
    /// <param name="shop">The address of a shop's front page.</param>
    public static async Task<Result<SignInPlace>> EnterAsync(OrgsDb db, Scope scope, string? realm, string? shop, CancellationToken cancellationToken)
    {
        if ((realm is null) == (shop is null))
        {
            return RealmOrShop;
        }

        scope.EnterInstallation();
        var place = realm is not null ? new SignInPlace(await RealmNames.FindAsync(db, realm, cancellationToken) ?? Guid.Empty, null) : await OfShopAsync(db, shop!, cancellationToken);
        scope.EnterRealm(place.RealmId);
        return place;
    }

    /// <summary>Of somebody's memberships those that mean something here, in their order: the seller's own people, and its buyers'.</summary>
    public async Task<List<Membership>> ActingAsync(OrgsDb db, List<Membership> memberships, CancellationToken cancellationToken)
    {
        if (SellerId is not { } seller)
        {
            return memberships;
        }

        var organizations = memberships.ConvertAll(membership => membership.OrganizationId);
        var buyers = await db.Connections.Where(row => row.SellerId == seller && organizations.Contains(row.BuyerId) && row.Status != ConnectionStatus.Pending)
            .Select(row => row.BuyerId).ToListAsync(cancellationToken);
        return memberships.FindAll(membership => membership.OrganizationId == seller || buyers.Contains(membership.OrganizationId));
    }

    /// <summary>Where an organisation buys in the shop; null for the seller itself, and in a realm.</summary>
    public async Task<Guid?> ConnectionOfAsync(OrgsDb db, Guid organizationId, CancellationToken cancellationToken) => SellerId is not { } seller
        ? null
        : await db.Connections.Where(row => row.SellerId == seller && row.BuyerId == organizationId).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);

    private static async Task<SignInPlace> OfShopAsync(OrgsDb db, string shop, CancellationToken cancellationToken)
    {
        if (ShopAddress.Normalize(shop) is not { } address)
        {
            return Nowhere;
        }

        // An alias that went from one partner to another is for a moment where both are; the news of the second is the newer.
        var found = await db.OpenShops.Where(row => row.Address == address).OrderByDescending(row => row.ToldAt).FirstOrDefaultAsync(cancellationToken);
        return found is null ? Nowhere : new SignInPlace(found.RealmId, found.SellerId);
    }
}
