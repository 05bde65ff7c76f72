using Primitives;

namespace Storefront.Domain.Shops;

/// <summary>How a shop presents itself. All of it is text for people or a colour; none of it is markup.</summary>
/// <param name="Name">Null where the seller's own name is shown.</param>
/// <param name="PrimaryColor">As "#1a2b3c", and so is <paramref name="AccentColor"/>.</param>
public sealed record Branding(string? Name, string? PrimaryColor, string? AccentColor, string? SupportEmail, string? SupportPhone, string? WelcomeText)
{
    public const int LongestName = 100;
    public const int LongestPhone = 40;
    public const int LongestWelcome = 2000;
}

public static class BrandingRules
{
    /// <summary>Null when the text is a colour: # and six hexadecimal digits, which no style sheet reads as anything else.</summary>
    public static FieldError? CheckColor(string field, string color) =>
        color is ['#', ..] && color.Length == 7 && color.Skip(1).All(char.IsAsciiHexDigit)
            ? null
            : new FieldError(field, "invalid_color", "A colour is # and six hexadecimal digits.");

    /// <summary>Null when the text could be dialled.</summary>
    public static FieldError? CheckPhone(string field, string phone) =>
        phone.Length <= Branding.LongestPhone && phone.Any(char.IsAsciiDigit) && phone.All(letter => char.IsAsciiDigit(letter) || letter is '+' or ' ' or '-' or '(' or ')' or '/' or '.')
            ? null
            : new FieldError(field, "invalid_phone", $"A phone number has digits and {Branding.LongestPhone} characters at most.");
}
