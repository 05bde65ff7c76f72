using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Mails;
using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Members;

/// <summary>With a namespace: somebody who has an account already, such as the partner's technician. Without: somebody who is invited by mail.</summary>
/// <param name="Name">Of who is invited.</param>
/// <param name="PortalAccess">Yes if left out.</param>
internal sealed record AddMemberBody(string Email, string? Name, string? Namespace, MembershipRole Role, bool? PortalAccess);

/// <param name="Member">Who was added at once; null where an invitation was sent.</param>
internal sealed record AddedMemberView(MemberView? Member, InvitationView? Invitation);

internal static class AddMember
{
    public static readonly Refusal AlreadyInvited = new("already_invited", "There is an open invitation to this address; send it again or withdraw it.");

    public static async Task<Results<Created<AddedMemberView>, ProblemHttpResult>> Handle(
        AddMemberBody body,
        Caller caller,
        OrgsDb db,
        Scope scope,
        NewMembers members,
        NewInvitations invitations,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().Email("email", body.Email).OptionalText("namespace", body.Namespace, max: 60, min: 1);
        if (body.Namespace is null)
        {
            checks.Text("name", body.Name, max: 100);
        }

        if (checks.Refused(out var refusal) || MembershipRules.Grant((MembershipRole)caller.Role, body.Role).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var organization = await db.Organizations.SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (body.Namespace is null)
        {
            return await InviteAsync(body, caller, organization, db, invitations, audit, cancellationToken);
        }

        // The person's organisations are not the caller's.
        scope.EnterRealm(caller.RealmId);
        var person = await members.FindAsync(body.Email, body.Namespace, cancellationToken);
        if (person is null)
        {
            return Problems.Of(CreateOrganization.NoSuchPerson("email"));
        }

        var joined = await members.JoinAsync(organization.Id, person, body.Role, body.PortalAccess ?? true, cancellationToken);
        if (joined.IsRefused(out refusal, out var membership))
        {
            return Problems.Of(refusal);
        }

        scope.EnterCaller(caller);
        db.QueueMail(MembershipMails.Added(person, organization.Name, membership));
        audit.Record("add-member", "membership", membership.Id, before: null, after: membership.ToFact(person));
        await db.SaveChangesAsync(cancellationToken);

        var view = await db.Memberships.Listed().Where(row => row.Id == membership.Id).Select(MemberView.Of).SingleAsync(cancellationToken);
        return TypedResults.Created($"{OrgsEndpoints.Root}/members/{view.Id}", new AddedMemberView(view, Invitation: null));
    }

    private static async Task<Results<Created<AddedMemberView>, ProblemHttpResult>> InviteAsync(
        AddMemberBody body, Caller caller, Organization organization, OrgsDb db, NewInvitations invitations, AuditTrail audit, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalize(body.Email);
        if (await db.Memberships.AnyAsync(row => row.LeftAt == null && row.Person!.Email == email, cancellationToken))
        {
            return Problems.Of(NewMembers.AlreadyMember);
        }

        if (await db.Invitations.AnyAsync(
                row => row.OrganizationId == caller.OrganizationId && row.Email == email && row.Status == InvitationStatus.Open, cancellationToken))
        {
            return Problems.Of(AlreadyInvited);
        }

        var invitation = invitations.Send(organization, organization, email, body.Name!.Trim(), body.Role, body.PortalAccess ?? true);
        var view = InvitationView.From(invitation, organization.Name);
        audit.Record("add-member", "invitation", invitation.Id, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"{OrgsEndpoints.Root}/invitations/{invitation.Id}", new AddedMemberView(Member: null, view));
    }
}
