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

internal static class RemoveMember
{
    /// <summary>Ends a membership. The account stays, with the person's other memberships.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid id,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        Scope scope,
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
        if (MembershipRules.TakeAway((MembershipRole)caller.Role, membership.Role, superAdmins).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var before = membership.ToFact(person);
        membership.LeftAt = clock.Now;
        membership.Version++;
        db.Emit(new MemberLeft(membership.ToFact(person)), membership.Id, membership.Version, clock.Now);
        audit.Record("remove-member", "membership", membership.Id, before, membership.ToFact(person));
        await db.ClearOwnerAsync(membership.OrganizationId, person, roleNow: null, clock, audit, cancellationToken);
        await sessions.RenewAccessAsync([person.Id], cancellationToken);
        if (person.HomeOrganizationId == membership.OrganizationId)
        {
            // Its other organisations are not the caller's.
            scope.EnterRealm(caller.RealmId);
            person.HomeOrganizationId = await NextHomeAsync(db, person.Id, membership.OrganizationId, cancellationToken) ?? person.HomeOrganizationId;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.NoContent();
    }

    private static Task<Guid?> NextHomeAsync(OrgsDb db, Guid personId, Guid leftId, CancellationToken cancellationToken) =>
        db.Memberships
            .Where(row => row.PersonId == personId && row.LeftAt == null && row.OrganizationId != leftId)
            .OrderBy(row => row.JoinedAt)
            .Select(row => (Guid?)row.OrganizationId)
            .FirstOrDefaultAsync(cancellationToken);
}
