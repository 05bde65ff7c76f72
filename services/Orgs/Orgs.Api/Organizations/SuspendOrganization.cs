using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Audit;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Organizations;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <summary>A parent suspends and restores its child. Tokens that say otherwise die within two seconds; the sessions go on.</summary>
internal static class SuspendOrganization
{
    public static Delegate To(OrganizationAction action) =>
        (Guid id, ReasonBody body, Caller caller, IfMatch ifMatch, OrgsDb db, Scope scope, RealmClock clock, Sessions sessions, AuditTrail audit, CancellationToken cancellationToken) =>
            Handle(id, action, body.Reason, caller, ifMatch, db, scope, clock, sessions, audit, cancellationToken);

    private static async Task<Results<Ok<OrganizationView>, ProblemHttpResult>> Handle(
        Guid id,
        OrganizationAction action,
        string reason,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        Scope scope,
        RealmClock clock,
        Sessions sessions,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("reason", reason, max: 500).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var organization = await db.Organizations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (organization is null)
        {
            return Problems.NotFound("organization");
        }

        if (ifMatch.Check(organization.Version) is { } changed)
        {
            return Problems.Of(changed);
        }

        var actor = organization.ParentId == caller.OrganizationId ? OrganizationActor.Parent : OrganizationActor.Itself;
        if (OrganizationLifecycle.Table.Next(organization.Status, action, actor).IsRefused(out refusal, out var next))
        {
            return Problems.Of(refusal);
        }

        var before = OrganizationView.From(organization);
        organization.Status = next;
        organization.StatusReason = next == OrganizationStatus.Suspended ? reason : null;
        organization.Version++;
        var view = OrganizationView.From(organization);
        if (next == OrganizationStatus.Suspended)
        {
            db.Emit(new OrganizationSuspended(organization.ToFact()), id, organization.Version, clock.Now);
        }
        else
        {
            db.Emit(new OrganizationRestored(organization.ToFact()), id, organization.Version, clock.Now);
        }

        audit.Record($"{Spelling.Of(action)}-organization", "organization", id, before, view, reason);
        // Its members are its own, not the parent's.
        scope.EnterRealm(caller.RealmId);
        var members = await db.Memberships.Where(row => row.OrganizationId == id && row.LeftAt == null).Select(row => row.PersonId).ToListAsync(cancellationToken);
        await sessions.RenewAccessAsync(members, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(view);
    }
}
