namespace Orgs.Domain.Aliases;

/// <summary>An alias is the path of a partner's storefront under its host: <c>https://host/alias</c>. Unique in its realm.</summary>
public static class AliasRules
{
    /// <summary>How long an alias that a downgrade took away is kept for its former holder, in the realm's time.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromDays(90);
}
