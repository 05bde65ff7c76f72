using System.Text;

namespace Primitives;

/// <summary>What a partner could call its storefront instead of what it may not.</summary>
public static class AliasSuggestions
{
    private const int Most = 3;

    /// <summary>Names that are worth asking for: like the one that was wanted, then like the partner's own name. None is malformed or reserved; all but a few of them are usually free.</summary>
    public static IReadOnlyList<string> Candidates(string? wanted, string organizationName)
    {
        var candidates = new List<string>();
        foreach (var stem in new[] { Slug.Of(wanted ?? organizationName), Slug.Of(organizationName) }.Distinct(StringComparer.Ordinal))
        {
            candidates.AddRange(new[] { stem, With(stem, "-shop"), With(stem, "-store"), With(stem, "-online") });
            candidates.AddRange(Enumerable.Range(2, 8).Select(number => With(stem, $"-{number}")));
        }

        return [.. candidates.Where(candidate => AliasName.Check(candidate) is null && candidate != wanted).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The first few that nobody has.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> candidates, IReadOnlySet<string> taken) =>
        [.. candidates.Where(candidate => !taken.Contains(candidate)).Take(Most)];

    private static string With(string stem, string ending)
    {
        var text = new StringBuilder(stem, 0, Math.Min(stem.Length, AliasName.Longest - ending.Length), AliasName.Longest);
        return text.Append(ending).ToString();
    }
}
