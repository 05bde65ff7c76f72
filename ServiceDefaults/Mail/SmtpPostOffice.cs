using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Mail;

/// <summary>The seam to the outside: takes a mail and answers when it has been accepted. One mail at a time.</summary>
public interface IPostOffice
{
    /// <exception cref="SmtpException">It was not accepted; trying again later may help.</exception>
    Task Send(Mail mail, CancellationToken cancellationToken);

    /// <summary>Nothing more waits: whatever was kept open for the next mail can be closed.</summary>
    void Close();
}

/// <summary>Keeps its connection from one mail to the next: a sign-in at the server costs more than a mail.</summary>
internal sealed class SmtpPostOffice(IConfiguration configuration, IOptions<MailOptions> options) : IPostOffice, IDisposable
{
    private const int DefaultPort = 25;

    private SmtpClient? _client;

    public async Task Send(Mail mail, CancellationToken cancellationToken)
    {
        using var message = new MailMessage { From = new MailAddress(options.Value.From), Subject = mail.Subject, SubjectEncoding = Encoding.UTF8 };
        message.To.Add(new MailAddress(mail.To));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        try
        {
            await (_client ??= Open()).SendMailAsync(message, cancellationToken);
        }
        catch
        {
            // In whatever state it is: the next mail gets a new one.
            Close();
            throw;
        }
    }

    public void Close()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose() => Close();

    private SmtpClient Open()
    {
        var server = new Uri(configuration.GetConnectionString("mail") ?? throw new SmtpException("The connection string 'mail' is not set."));
        var client = new SmtpClient(server.Host, server.Port > 0 ? server.Port : DefaultPort) { EnableSsl = server.Scheme == "smtps" };
        if (server.UserInfo.Split(':', 2) is [var user, var password])
            client.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        return client;
    }
}
