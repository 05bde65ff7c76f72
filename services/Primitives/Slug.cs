using System.Collections.Frozen;
using System.Text;

namespace Primitives;

/// <summary>What a name looks like in an address.</summary>
public static class Slug
{
    private const int Longest = 40;
    private const string Nameless = "organization";

    // Unicode's own decomposition is not there in a process with invariant globalization.
    private static readonly FrozenDictionary<char, char> Unaccented = new (string Accented, char Plain)[]
    {
        ("àáâãäåāăą", 'a'), ("çćč", 'c'), ("ďđ", 'd'), ("èéêëēęě", 'e'), ("ğ", 'g'), ("ìíîïīı", 'i'), ("ľł", 'l'), ("ñńň", 'n'),
        ("òóôõöøō", 'o'), ("ŕř", 'r'), ("śšșß", 's'), ("ťț", 't'), ("ùúûüůū", 'u'), ("ýÿ", 'y'), ("źżž", 'z'),
    }.SelectMany(row => row.Accented.Select(accented => (accented, row.Plain))).ToFrozenDictionary(pair => pair.accented, pair => pair.Plain);

    /// <summary>The slug of a name: lower case ASCII letters and digits joined by single hyphens; never empty.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
        {
            var letter = Unaccented.GetValueOrDefault(character, character);
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, Longest)).Trim('-');
        return text.Length == 0 ? Nameless : text;
    }
}
