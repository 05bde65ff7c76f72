using Orgs.Api.Identity;
using Orgs.Api.Mails;
using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using ServiceDefaults.Time;

namespace Orgs.Api.Invitations;

/// <summary>Sends invitations. The callers save.</summary>
internal sealed class NewInvitations(OrgsDb db, PublicLinks links, RealmClock clock, TimeProvider wallClock)
{
    /// <param name="email">Normalised.</param>
    /// <param name="firstPlan">What waits for the consent of a new organisation.</param>
    public Invitation Send(
        Organization organization, Organization sender, string email, string name, MembershipRole role, bool portalAccess, FirstPlanBody? firstPlan = null)
    {
        var secret = Secrets.Create();
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(),
            RealmId = organization.RealmId,
            OrganizationId = organization.Id,
            SentById = sender.Id,
            Email = email,
            Name = name,
            Role = role,
            PortalAccess = portalAccess,
            FirstPlanProductId = firstPlan?.ProductId,
            FirstPlanCurrency = firstPlan?.Currency,
            FirstPlanLength = firstPlan?.PlanLength,
            TokenHash = Secrets.Hash(secret),
            Status = InvitationStatus.Open,
            ExpiresAt = wallClock.GetUtcNow() + InvitationLifecycle.Lifetime,
            CreatedAt = clock.Now,
        };
        db.Invitations.Add(invitation);
        db.QueueMail(MembershipMails.Invitation(invitation, organization.Name, sender.Name, links.Invitation(secret)));
        return invitation;
    }

    /// <summary>Sends it again with a new link; the one before is dead from now on.</summary>
    public void SendAgain(Invitation invitation, string organization, string sender)
    {
        var secret = Secrets.Create();
        invitation.TokenHash = Secrets.Hash(secret);
        invitation.ExpiresAt = wallClock.GetUtcNow() + InvitationLifecycle.Lifetime;
        db.QueueMail(MembershipMails.Invitation(invitation, organization, sender, links.Invitation(secret)));
    }
}
