using System.Text.Encodings.Web;
using ServiceDefaults.Mail;

namespace Orgs.Api.Mails;

/// <summary>A short mail in both forms. Everything in it may have been typed by somebody, so the HTML form encodes all of it.</summary>
internal static class MailBody
{
    public static Mail Compose(string kind, string to, string subject, IReadOnlyList<string> paragraphs, string? link = null)
    {
        var html = string.Concat(paragraphs.Select(text => $"<p>{HtmlEncoder.Default.Encode(text)}</p>\n"));
        var plain = string.Join("\n\n", paragraphs);
        if (link is not null)
        {
            var encoded = HtmlEncoder.Default.Encode(link);
            html += $"<p><a href=\"{encoded}\">{encoded}</a></p>\n";
            plain += $"\n\n{link}\n";
        }

        return new Mail(to, subject, html, plain, kind);
    }
}
