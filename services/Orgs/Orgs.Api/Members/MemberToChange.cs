using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Members;

/// <summary>A member of the caller's organisation, for an operation that may take a role away.</summary>
internal static class MemberToChange
{
    /// <summary>Needs a transaction: until its end nobody else changes roles in this organisation, so that two super admins cannot remove each other.</summary>
    public static async Task<Result<(Membership Membership, Person Person, int SuperAdmins)>> LoadAsync(
        OrgsDb db, Guid id, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        await db.Database.LockAsync($"roles {caller.OrganizationId}", cancellationToken);
        var membership = await db.Memberships.Include(row => row.Person).SingleOrDefaultAsync(row => row.Id == id && row.LeftAt == null, cancellationToken);
        if (membership is null)
        {
            return new Refusal("not_found", "There is no such member.", RefusalKind.NotFound);
        }

        if (ifMatch.Check(membership.Version) is { } changed)
        {
            return changed;
        }

        var superAdmins = await db.Memberships.CountAsync(
            row => row.Role == MembershipRole.SuperAdmin && row.PortalAccess && row.LeftAt == null, cancellationToken);
        return (membership, membership.Person!, superAdmins);
    }
}
