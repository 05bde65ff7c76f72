using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Invitations;

internal static class ResendInvitation
{
    /// <summary>Mails it again with a new link and a new lifetime; the link before stops working.</summary>
    public static async Task<Results<Ok<InvitationView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, OrgsDb db, NewInvitations invitations, AuditTrail audit, CancellationToken cancellationToken)
    {
        var invitation = await db.Invitations.Include(row => row.Organization).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (invitation is null)
        {
            return Problems.NotFound("invitation");
        }

        if (InvitationLifecycle.Table.Next(invitation.Status, InvitationAction.Resend, InvitationActor.Inviter).IsRefused(out var refusal, out var status))
        {
            return Problems.Of(refusal);
        }

        var sender = await db.Organizations.Where(row => row.Id == caller.OrganizationId).Select(row => row.Name).SingleAsync(cancellationToken);
        invitation.Status = status;
        invitation.Version++;
        invitations.SendAgain(invitation, invitation.Organization!.Name, sender);
        var view = InvitationView.From(invitation, invitation.Organization.Name);
        audit.Record("resend-invitation", "invitation", id, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(view);
    }
}

internal static class WithdrawInvitation
{
    public static async Task<Results<Ok<InvitationView>, ProblemHttpResult>> Handle(
        Guid id, OrgsDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var invitation = await db.Invitations.Include(row => row.Organization).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (invitation is null)
        {
            return Problems.NotFound("invitation");
        }

        if (InvitationLifecycle.Table.Next(invitation.Status, InvitationAction.Withdraw, InvitationActor.Inviter).IsRefused(out var refusal, out var status))
        {
            return Problems.Of(refusal);
        }

        invitation.Status = status;
        invitation.Version++;
        var view = InvitationView.From(invitation, invitation.Organization!.Name);
        audit.Record("withdraw-invitation", "invitation", id, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(view);
    }
}
