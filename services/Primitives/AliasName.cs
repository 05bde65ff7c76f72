using System.Collections.Frozen;

namespace Primitives;

/// <summary>What the path of a partner's storefront may be: <c>https://host/alias</c>. Who gives it away and who takes orders for it ask the same rule.</summary>
public static class AliasName
{
    public const int Shortest = 3;
    public const int Longest = 40;

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
}
