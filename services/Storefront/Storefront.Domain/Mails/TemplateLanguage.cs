using System.Text.RegularExpressions;

namespace Storefront.Domain.Mails;

/// <summary>
/// The part of the template language that a mail may use: placeholders, conditions, and lists a few times over. What can call itself, or repeat a repetition
/// again and again, would keep a server busy for as long as its author likes.
/// </summary>
internal static partial class TemplateLanguage
{
    /// <summary>Lists in one text, whether they follow or enclose each other.</summary>
    public const int MostLists = 3;

    private const string List = "each";

    /// <summary>Why the text is no template; null where its blocks are known ones. It is enough that one occurs, even where it would have no effect.</summary>
    public static string? Refuse(string text)
    {
        var lists = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            var (sign, name) = (mark.Groups["sign"].Value, mark.Groups["name"].Value);
            var isKnown = sign == "#" ? name is List or "if" or "unless" or "with" : sign == "^" && name.Length == 0;
            if (!isKnown)
            {
                return $"A mail has placeholders, and the blocks each, if, unless and with; not \"{sign}{name}\".";
            }

            lists += name == List ? 1 : 0;
        }

        return lists > MostLists ? $"A text has {MostLists} lists at most." : null;
    }

    [GeneratedRegex(@"\{\{[{~\s]*(?<sign>[#^>&*])\s*(?<name>[^\s}~(]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();
}
