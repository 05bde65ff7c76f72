namespace Storefront.Domain.Mails;

/// <summary>Which language a mail is written in.</summary>
public static class MailLanguage
{
    public const string Fallback = "en";
    public const int Longest = 35;

    /// <summary>Best first: the language itself (<c>de-AT</c>), the one it is a variety of (<c>de</c>), English.</summary>
    /// <param name="language">BCP 47, as the recipient's organisation has it; null where that is not known.</param>
    public static IReadOnlyList<string> Preference(string? language)
    {
        var wanted = Normal(language ?? Fallback);
        var primary = wanted.Split('-')[0];
        return [.. new[] { wanted, primary, Fallback }.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Tags differ in case only: <c>de-AT</c> and <c>DE-at</c> are one language.</summary>
    public static string Normal(string language) => language.Trim().ToLowerInvariant();

    /// <summary>Letters and digits in groups of up to eight, as in BCP 47.</summary>
    public static bool IsTag(string language) =>
        language.Length is > 1 and <= Longest && language.Split('-').All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}
