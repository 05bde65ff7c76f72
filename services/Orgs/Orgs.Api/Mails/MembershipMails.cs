using Orgs.Api.Storage;
using ServiceDefaults.Mail;

namespace Orgs.Api.Mails;

internal static class MembershipMails
{
    /// <summary>The link's secret is in the mail queue only: it enters no event and no log.</summary>
    public static Mail Invitation(Invitation invitation, string organization, string inviter, string link) => MailBody.Compose(
        "invitation",
        invitation.Email,
        $"{inviter} invites you to {organization}",
        [
            $"Hello {invitation.Name},",
            .. Plan(invitation, inviter),
            $"{inviter} invites you to act for {organization} as {invitation.Role}. Accept until {invitation.ExpiresAt:yyyy-MM-dd HH:mm} UTC here:",
        ],
        link);

    private static string[] Plan(Invitation invitation, string inviter) =>
        invitation.FirstPlanProductId is null ? [] : [$"{inviter} proposes a first plan with it. Nothing is active or charged before you have approved it, once you are in."];

    public static Mail Added(Person person, string organization, Membership membership) => MailBody.Compose(
        "member-added",
        person.Email,
        $"You can act for {organization}",
        [$"Hello {person.Name},", $"you are now {membership.Role} of {organization}. Sign in as you always do and switch to it."]);

    public static Mail OwnerCleared(Person admin, string person, int count, IReadOnlyList<string> connections) => MailBody.Compose(
        "owner-cleared",
        admin.Email,
        $"{person} no longer looks after {count} of your connections",
        [$"Hello {admin.Name},", $"{person} has left or has another role now. These need a new owner: {string.Join("; ", connections)}."]);
}
