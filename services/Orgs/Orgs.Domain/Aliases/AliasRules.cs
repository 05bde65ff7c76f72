using System.Text;
using Orgs.Domain.Organizations;
using Primitives;

namespace Orgs.Domain.Aliases;

/// <summary>An alias is the path of a partner's storefront under its host: <c>https://host/alias</c>. Unique in its realm.</summary>
public static class AliasRules
{
    /// <summary>How long an alias that a downgrade took away is kept for its former holder, in the realm's time.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromDays(90);

    private const int MostSuggestions = 3;

    /// <summary>Names that are worth asking for: like the one that was wanted, then like the partner's own name. None is malformed or reserved; all but a few of them are usually free.</summary>
    public static IReadOnlyList<string> Candidates(string? wanted, string organizationName)
    {
        var candidates = new List<string>();
        foreach (var stem in new[] { Namespaces.SlugOf(wanted ?? organizationName), Namespaces.SlugOf(organizationName) }.Distinct(StringComparer.Ordinal))
        {
            candidates.AddRange(new[] { stem, With(stem, "-shop"), With(stem, "-store"), With(stem, "-online") });
            candidates.AddRange(Enumerable.Range(2, 8).Select(number => With(stem, $"-{number}")));
        }

        return [.. candidates.Where(candidate => AliasName.Check(candidate) is null && candidate != wanted).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The first few that nobody has.</summary>
    public static IReadOnlyList<string> Suggest(IReadOnlyList<string> candidates, IReadOnlySet<string> taken) =>
        [.. candidates.Where(candidate => !taken.Contains(candidate)).Take(MostSuggestions)];

    private static string With(string stem, string ending)
    {
        var text = new StringBuilder(stem, 0, Math.Min(stem.Length, AliasName.Longest - ending.Length), AliasName.Longest);
        return text.Append(ending).ToString();
    }
}
