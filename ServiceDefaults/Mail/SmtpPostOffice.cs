using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Mail;

/// <summary>The seam to the outside: takes a mail and answers when it has been accepted.</summary>
public interface IPostOffice
{
    /// <exception cref="SmtpException">It was not accepted; trying again later may help.</exception>
    Task Send(Mail mail, CancellationToken cancellationToken);
}

internal sealed class SmtpPostOffice(IConfiguration configuration, IOptions<MailOptions> options) : IPostOffice
{
    private const int DefaultPort = 25;

    public async Task Send(Mail mail, CancellationToken cancellationToken)
    {
        var server = new Uri(configuration.GetConnectionString("mail") ?? throw new SmtpException("The connection string 'mail' is not set."));
        using var client = new SmtpClient(server.Host, server.Port > 0 ? server.Port : DefaultPort);
        client.EnableSsl = server.Scheme == "smtps";
        if (server.UserInfo.Split(':', 2) is [var user, var password])
            client.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));

        using var message = new MailMessage { From = new MailAddress(options.Value.From), Subject = mail.Subject, SubjectEncoding = Encoding.UTF8 };
        message.To.Add(new MailAddress(mail.To));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        await client.SendMailAsync(message, cancellationToken);
    }
}
