using Orgs.Api.Storage;
using ServiceDefaults.Mail;

namespace Orgs.Api.Mails;

internal static class IdentityMails
{
    public static Mail PasswordReset(Person person, string link) => MailBody.Compose(
        "password-reset",
        person.Email,
        "Set a new password",
        [$"Hello {person.Name},", "somebody, you we hope, asked for a new password. Set it within an hour here; if it was not you, ignore this mail:"],
        link);

    public static Mail PasswordChanged(Person person) => MailBody.Compose(
        "password-changed",
        person.Email,
        "Your password was changed",
        [$"Hello {person.Name},", "your password was changed and you were signed out everywhere. If it was not you, ask for a new password at once."]);
}
