using System.Collections.Frozen;

namespace Billing.Domain;

/// <summary>Tells what can be a business' tax id from what cannot. Whether it is registered only the country's register knows.</summary>
public static class TaxIds
{
    private const int Shortest = 5;
    private const int Longest = 20;

    /// <summary>
    /// What follows the prefix, for countries whose form is published. 9 stands for a digit, A for a letter, * for either; anything else for itself.
    /// </summary>
    private static readonly FrozenDictionary<string, string[]> Forms = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AT"] = ["U99999999"],
        ["BE"] = ["0999999999", "1999999999"],
        ["BG"] = ["999999999", "9999999999"],
        ["CY"] = ["99999999A"],
        ["CZ"] = ["99999999", "999999999", "9999999999"],
        ["DE"] = ["999999999"],
        ["DK"] = ["99999999"],
        ["EE"] = ["999999999"],
        ["ES"] = ["A9999999*", "99999999A"],
        ["FI"] = ["99999999"],
        ["FR"] = ["**999999999"],
        ["GB"] = ["999999999", "999999999999"],
        ["GR"] = ["999999999"],
        ["HR"] = ["99999999999"],
        ["HU"] = ["99999999"],
        ["IE"] = ["9*99999A", "9999999AA"],
        ["IT"] = ["99999999999"],
        ["LT"] = ["999999999", "999999999999"],
        ["LU"] = ["99999999"],
        ["LV"] = ["99999999999"],
        ["MT"] = ["99999999"],
        ["NL"] = ["999999999B99"],
        ["PL"] = ["9999999999"],
        ["PT"] = ["999999999"],
        ["RO"] = ["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
        ["SE"] = ["999999999999"],
        ["SI"] = ["99999999"],
        ["SK"] = ["9999999999"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="taxId">With or without the country's prefix, spaces, dots and dashes.</param>
    public static bool IsWellFormed(string country, string? taxId)
    {
        if (taxId is null)
        {
            return false;
        }

        var bare = string.Concat(taxId.Where(letter => letter is not (' ' or '.' or '-'))).ToUpperInvariant();
        if (!bare.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        // Greece writes EL where ISO writes GR.
        var prefix = country == "GR" ? "EL" : country;
        var rest = bare.StartsWith(prefix, StringComparison.Ordinal) ? bare[prefix.Length..] : bare;
        return Forms.TryGetValue(country, out var forms)
            ? forms.Any(form => Fits(rest, form))
            : rest.Length is >= Shortest and <= Longest && rest.Any(char.IsAsciiDigit);
    }

    private static bool Fits(string text, string form) =>
        text.Length == form.Length && text.Zip(form).All(pair => pair.Second switch
        {
            '9' => char.IsAsciiDigit(pair.First),
            'A' => char.IsAsciiLetter(pair.First),
            '*' => true,
            var literal => pair.First == literal,
        });
}
