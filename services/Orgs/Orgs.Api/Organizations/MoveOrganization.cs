using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Aliases;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Organizations;

/// <summary>A parent suspends, restores and ends its child. Tokens that say otherwise die within two seconds; the sessions go on.</summary>
internal static class MoveOrganization
{
    public static Delegate To(OrganizationAction action) =>
        (Guid id,
            ReasonBody body,
            Caller caller,
            IfMatch ifMatch,
            OrgsDb db,
            Scope scope,
            RealmClock clock,
            Sessions sessions,
            ShopAliases aliases,
            AuditTrail audit,
            CancellationToken cancellationToken) =>
            Handle(id, action, body.Reason, caller, ifMatch, db, scope, clock, sessions, aliases, audit, cancellationToken);

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
        ShopAliases aliases,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("reason", reason, max: 500).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        // Nothing is put under or beside an organisation that is just ending.
        await db.Database.LockOrganizationAsync(id, cancellationToken);
        var organization = await db.Organizations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (organization is null)
        {
            return Problems.NotFound("organization");
        }

        if (ifMatch.Check(organization.Version) is { } changed)
        {
            return Problems.Of(changed);
        }

        // What hangs on it, and its people, are its own and not its parent's.
        scope.EnterRealm(caller.RealmId);
        var actor = organization.ParentId == caller.OrganizationId ? OrganizationActor.Parent : OrganizationActor.Itself;
        var ties = await TiesAsync(db, id, cancellationToken);
        if (OrganizationLifecycle.Next(organization.Status, action, actor, ties).IsRefused(out refusal, out var next))
        {
            return Problems.Of(refusal);
        }

        var before = OrganizationView.From(organization);
        organization.Status = next;
        organization.StatusReason = next == OrganizationStatus.Active ? null : reason;
        organization.Version++;
        if (next == OrganizationStatus.Ended)
        {
            await aliases.ReserveAsync(organization, cancellationToken);
            await WithdrawInvitationsAsync(db, id, cancellationToken);
        }

        Emit(db, organization, clock.Now);
        var members = await db.Memberships.Where(row => row.OrganizationId == id && row.LeftAt == null).Select(row => row.PersonId).ToListAsync(cancellationToken);
        await sessions.RenewAccessAsync(members, cancellationToken);
        scope.EnterCaller(caller);
        var view = OrganizationView.From(organization);
        audit.Record($"{Spelling.Of(action)}-organization", "organization", id, before, view, reason);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(view);
    }

    private static async Task<OrganizationTies> TiesAsync(OrgsDb db, Guid id, CancellationToken cancellationToken) => new(
        await db.Organizations.CountAsync(row => row.ParentId == id && row.Status != OrganizationStatus.Ended, cancellationToken),
        await db.Connections.CountAsync(row => (row.SellerId == id || row.BuyerId == id) && row.Status != ConnectionStatus.Ended, cancellationToken),
        await db.ConnectionSubscriptions.CountAsync(row => (row.SellerId == id || row.BuyerId == id) && row.IsLive, cancellationToken));

    /// <summary>Nobody joins what has ended.</summary>
    private static async Task WithdrawInvitationsAsync(OrgsDb db, Guid id, CancellationToken cancellationToken)
    {
        var open = await db.Invitations.Where(row => row.OrganizationId == id && row.Status == InvitationStatus.Open).ToListAsync(cancellationToken);
        foreach (var invitation in open)
        {
            invitation.Status = InvitationLifecycle.Table.Next(invitation.Status, InvitationAction.Withdraw, InvitationActor.Inviter).Value;
            invitation.Version++;
        }
    }

    private static void Emit(OrgsDb db, Organization organization, DateTimeOffset now)
    {
        var fact = organization.ToFact();
        switch (organization.Status)
        {
            case OrganizationStatus.Suspended:
                db.Emit(new OrganizationSuspended(fact), organization.Id, organization.Version, now);
                break;
            case OrganizationStatus.Active:
                db.Emit(new OrganizationRestored(fact), organization.Id, organization.Version, now);
                break;
            case OrganizationStatus.Ended:
                db.Emit(new OrganizationEnded(fact), organization.Id, organization.Version, now);
                break;
            default:
                throw new InvalidOperationException($"A status without an event: {organization.Status}.");
        }
    }
}
