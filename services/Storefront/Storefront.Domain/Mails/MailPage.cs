using System.Net;
using System.Text;

namespace Storefront.Domain.Mails;

/// <summary>
/// A mail's HTML, made from text. Everything in it may have been typed by somebody, so all of it is encoded; the only markup is ours, and the only links are
/// the addresses that are named.
/// </summary>
public static class MailPage
{
    /// <param name="text">Paragraphs with an empty line between them.</param>
    /// <param name="links">Addresses that become links where a line holds nothing else.</param>
    /// <param name="accent">Of links; <c>#rrggbb</c>.</param>
    public static string Of(string text, IReadOnlyCollection<string> links, string accent)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html><body style=\"margin:0;padding:24px;font-family:sans-serif;font-size:15px;line-height:1.5;color:#222\"><div style=\"max-width:560px;margin:auto\">");
        foreach (var paragraph in Tidy(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            page.Append("<p>").AppendJoin("<br>", paragraph.Split('\n').Select(line => Line(line, links, accent))).Append("</p>\n");
        }

        return page.Append("</div></body></html>").ToString();
    }

    /// <summary>As it is read: a condition that was not met leaves no gap, a repetition no empty line between its items.</summary>
    public static string Tidy(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        var tidy = new StringBuilder();
        var empty = 0;
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                empty++;
                continue;
            }

            if (tidy.Length > 0)
            {
                tidy.Append(empty > 0 ? "\n\n" : "\n");
            }

            tidy.Append(line);
            empty = 0;
        }

        return tidy.ToString();
    }

    /// <summary>An address is a link where it has a line to itself: what somebody typed around it cannot reach into the tag.</summary>
    private static string Line(string line, IReadOnlyCollection<string> links, string accent)
    {
        var encoded = WebUtility.HtmlEncode(line);
        return links.Contains(line.Trim()) ? $"<a style=\"color:{accent}\" href=\"{encoded.Trim()}\">{encoded.Trim()}</a>" : encoded;
    }
}
