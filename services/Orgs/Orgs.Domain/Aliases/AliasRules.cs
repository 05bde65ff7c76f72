using System.Collections.Frozen;
using System.Text;
using Orgs.Domain.Organizations;
using Primitives;

namespace Orgs.Domain.Aliases;

/// <summary>An alias is the path of a partner's storefront under its host: <c>https://host/alias</c>. Unique in its realm.</summary>
public static class AliasRules
{
    public const int Shortest = 3;
    public const int Longest = 40;

    /// <summary>How long an alias that a downgrade took away is kept for its former holder, in the realm's time.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromDays(90);

    private const int MostSuggestions = 3;

    // What a host serves, or may come to serve, beside its shops: the first segments of the routes of the gateway, the services and a storefront.
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "about", "account", "admin", "administration", "alive", "api", "app", "assets", "auth", "basket", "billing", "cart", "catalog", "catalogue", "checkout",
        "contact", "customers", "dashboard", "docs", "favicon", "health", "help", "home", "host", "images", "imprint", "invitations", "invoices", "legal", "login",
        "logout", "metrics", "openapi", "operator", "orders", "orgs", "password-resets", "plans", "platform", "pricing", "privacy", "products", "profile", "public",
        "register", "reseller-plans", "robots", "root", "search", "settings", "shop", "shops", "sign-in", "sign-out", "sign-up", "signin", "signout", "signup",
        "sitemap", "static", "status", "store", "storefront", "subscriptions", "support", "system", "terms", "tickets", "users", "well-known", "www",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Null when a partner may be called so, as far as the name itself goes: <c>alias_malformed</c> or <c>alias_reserved_word</c>.</summary>
    public static FieldError? Check(string? alias)
    {
        if (alias is null || alias.Length is < Shortest or > Longest || !alias.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            return new FieldError("alias", "alias_malformed", $"An alias has {Shortest} to {Longest} characters out of a-z, 0-9 and the hyphen.");
        }

        return Reserved.Contains(alias) ? new FieldError("alias", "alias_reserved_word", $"'{alias}' is an address of the platform's own.") : null;
    }

    /// <summary>Names that are worth asking for: like the one that was wanted, then like the partner's own name. None is malformed or reserved; all but a few of them are usually free.</summary>
    public static IReadOnlyList<string> Candidates(string? wanted, string organizationName)
    {
        var candidates = new List<string>();
        foreach (var stem in new[] { Namespaces.SlugOf(wanted ?? organizationName), Namespaces.SlugOf(organizationName) }.Distinct(StringComparer.Ordinal))
        {
            candidates.AddRange(new[] { stem, With(stem, "-shop"), With(stem, "-store"), With(stem, "-online") });
            candidates.AddRange(Enumerable.Range(2, 8).Select(number => With(stem, $"-{number}")));
        }

        return [.. candidates.Where(candidate => Check(candidate) is null && candidate != wanted).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The first few that nobody has.</summary>
    public static IReadOnlyList<string> Suggest(IReadOnlyList<string> candidates, IReadOnlySet<string> taken) =>
        [.. candidates.Where(candidate => !taken.Contains(candidate)).Take(MostSuggestions)];

    private static string With(string stem, string ending)
    {
        var text = new StringBuilder(stem, 0, Math.Min(stem.Length, Longest - ending.Length), Longest);
        return text.Append(ending).ToString();
    }
}
