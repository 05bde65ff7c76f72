using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Storage;

namespace Storefront.Api.Mails;

/// <summary>Who of an organisation is written to.</summary>
internal sealed class Correspondence(StorefrontDb db)
{
    private const int Most = 20;

    private static readonly Role[] Deciders = [Role.SuperAdmin, Role.Admin, Role.Sales];
    private static readonly Role[] Owners = [Role.SuperAdmin, Role.Admin];

    /// <summary>Whoever can decide about an order.</summary>
    public Task<List<string>> WhoDecides(Guid sellerId, CancellationToken cancellationToken) => Of(sellerId, Deciders, cancellationToken);

    /// <summary>Who placed an order, or where the other side did: who looks after the buyer.</summary>
    public async Task<List<string>> WhoOrdered(Guid buyerId, Guid placedById, CancellationToken cancellationToken)
    {
        var placer = await db.Memberships
            .Where(row => row.OrganizationId == buyerId && row.PersonId == placedById && row.IsActive && row.Email != null)
            .Select(row => row.Email!)
            .Take(1)
            .ToListAsync(cancellationToken);
        return placer.Count > 0 ? placer : await Of(buyerId, Owners, cancellationToken);
    }

    /// <summary>Its first super admin: the primary contact.</summary>
    public Task<List<string>> PrimaryContact(Guid organizationId, CancellationToken cancellationToken) =>
        db.Memberships
            .Where(row => row.OrganizationId == organizationId && row.IsActive && row.Email != null && row.Role == Role.SuperAdmin)
            .OrderBy(row => row.Id)
            .Select(row => row.Email!)
            .Take(1)
            .ToListAsync(cancellationToken);

    private Task<List<string>> Of(Guid organizationId, Role[] roles, CancellationToken cancellationToken) =>
        db.Memberships
            .Where(row => row.OrganizationId == organizationId && row.IsActive && row.Email != null && roles.Contains(row.Role))
            .OrderBy(row => row.Id)
            .Select(row => row.Email!)
            .Take(Most)
            .ToListAsync(cancellationToken);
}
