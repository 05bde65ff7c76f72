using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Members;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Members;

/// <summary>What is left out stays as it is.</summary>
internal sealed record UpdateMemberBody(MembershipRole? Role, bool? PortalAccess);

internal static class UpdateMember
{
    /// <summary>Changes a role or the portal access. The person's tokens that say otherwise die within two seconds.</summary>
    public static async Task<Results<Ok<MemberView>, ProblemHttpResult>> Handle(
        Guid id,
        UpdateMemberBody body,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        RealmClock clock,
        Sessions sessions,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        if ((await MemberToChange.LoadAsync(db, id, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return Problems.Of(refusal);
        }

        var (membership, person, superAdmins) = found;
        var changer = (MembershipRole)caller.Role;
        var role = body.Role ?? membership.Role;
        if (MembershipRules.ChangeRole(changer, membership.Role, role, superAdmins).IsRefused(out refusal, out _)
            || (body.PortalAccess == false
                && membership.PortalAccess
                && MembershipRules.TakeAway(changer, membership.Role, superAdmins).IsRefused(out refusal, out _)))
        {
            return Problems.Of(refusal);
        }

        var before = membership.ToFact(person);
        membership.Role = role;
        membership.PortalAccess = body.PortalAccess ?? membership.PortalAccess;
        membership.Version++;
        db.Emit(new MemberChanged(membership.ToFact(person)), membership.Id, membership.Version, clock.Now);
        audit.Record("update-member", "membership", membership.Id, before, membership.ToFact(person));
        await db.ClearOwnerAsync(membership.OrganizationId, person, role, clock, audit, cancellationToken);
        await sessions.RenewAccessAsync([person.Id], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(await db.Memberships.Listed().Where(row => row.Id == id).Select(MemberView.Of).SingleAsync(cancellationToken));
    }
}
