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

    public static Mail Added(Person person, string organization, Membership membership) => Added(person, [organization], membership);

    /// <param name="membership">Any of them: the role is the same in all.</param>
    public static Mail Added(Person person, IReadOnlyList<string> organizations, Membership membership) => MailBody.Compose(
        "member-added",
        person.Email,
        organizations is [var only] ? $"You can act for {only}" : $"You can act for {organizations.Count} more organisations",
        [
            $"Hello {person.Name},",
            organizations is [var one]
                ? $"you are now {membership.Role} of {one}. Sign in as you always do and switch to it."
                : $"you are now {membership.Role} of {string.Join(", ", organizations)}. Sign in as you always do and switch to the one you need.",
        ]);

    public static Mail OwnerCleared(Person admin, string person, int count, IReadOnlyList<string> connections) => MailBody.Compose(
        "owner-cleared",
        admin.Email,
        $"{person} no longer looks after {count} of your connections",
        [$"Hello {admin.Name},", $"{person} has left or has another role now. These need a new owner: {string.Join("; ", connections)}."]);
}
