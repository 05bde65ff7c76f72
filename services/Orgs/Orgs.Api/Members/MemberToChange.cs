using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using ServiceDefaults.Security;

namespace Orgs.Api.Members;

/// <summary>A member of the caller's organisation, for an operation that may take a role away.</summary>
internal static class MemberToChange
{
    /// <summary>Needs a transaction: until its end nobody else changes roles in this organisation, so that two super admins cannot remove each other.</summary>
    public static async Task<(Membership Membership, Person Person, int SuperAdmins)?> LoadAsync(
        OrgsDb db, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await db.Database.LockAsync($"roles {caller.OrganizationId}", cancellationToken);
        var membership = await db.Memberships.Include(row => row.Person).SingleOrDefaultAsync(row => row.Id == id && row.LeftAt == null, cancellationToken);
        if (membership is null)
        {
            return null;
        }

        var superAdmins = await db.Memberships.CountAsync(
            row => row.Role == MembershipRole.SuperAdmin && row.PortalAccess && row.LeftAt == null, cancellationToken);
        return (membership, membership.Person!, superAdmins);
    }
}
