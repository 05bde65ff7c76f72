using System.Collections.Frozen;
using System.Text;

namespace Orgs.Domain.Organizations;

/// <summary>The namespace of an organisation, <c>org:&lt;slug&gt;</c>: how it and its people are named from outside. Unique per realm.</summary>
public static class Namespaces
{
    public const string Prefix = "org:";
    private const int LongestSlug = 40;

    // Unicode's own decomposition is not there in a process with invariant globalization.
    private static readonly FrozenDictionary<char, char> Unaccented = new (string Accented, char Plain)[]
    {
        ("àáâãäåāăą", 'a'), ("çćč", 'c'), ("ďđ", 'd'), ("èéêëēęě", 'e'), ("ğ", 'g'), ("ìíîïīı", 'i'), ("ľł", 'l'), ("ñńň", 'n'),
        ("òóôõöøō", 'o'), ("ŕř", 'r'), ("śšșß", 's'), ("ťț", 't'), ("ùúûüůū", 'u'), ("ýÿ", 'y'), ("źżž", 'z'),
    }.SelectMany(row => row.Accented.Select(accented => (accented, row.Plain))).ToFrozenDictionary(pair => pair.accented, pair => pair.Plain);

    /// <summary>The slug of a name: lower case ASCII letters and digits joined by single hyphens; never empty.</summary>
    public static string SlugOf(string name)
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

        var text = slug.ToString(0, Math.Min(slug.Length, LongestSlug)).Trim('-');
        return text.Length == 0 ? "organization" : text;
    }

    /// <summary>The first of slug, slug-2, slug-3, … that nobody has.</summary>
    public static string FirstFree(string slug, IReadOnlySet<string> taken)
    {
        if (!taken.Contains(slug))
        {
            return slug;
        }

        var suffix = 2;
        while (taken.Contains($"{slug}-{suffix}"))
        {
            suffix++;
        }

        return $"{slug}-{suffix}";
    }

    public static string Of(string slug) => Prefix + slug;
}
