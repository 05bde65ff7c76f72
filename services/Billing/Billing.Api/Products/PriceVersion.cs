using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Products;

/// <summary>One version of a price. Versions are added, never changed, so a subscription can keep the one it was sold at.</summary>
internal abstract class PriceVersion : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ProductId { get; init; }

    /// <summary>Counts the versions for the same currency, interval and plan length from 1.</summary>
    public required int Number { get; init; }

    public required FeeKind Fee { get; init; }

    /// <summary>For one unit and one interval, or for one event.</summary>
    public required Money Amount { get; init; }

    public required Term Interval { get; init; }
    public required Term PlanLength { get; init; }

    /// <summary>Applies from then until a later version does.</summary>
    public required DateTimeOffset From { get; init; }

    public PriceTerms Terms => new(Amount.Currency, Interval, PlanLength, Fee);
}

/// <summary>What the operator recommends to charge end accounts.</summary>
internal sealed class RecommendedPrice : PriceVersion;

/// <summary>What the operator charges its direct partners. In a table of its own, which no customer's query reaches.</summary>
internal sealed class WholesalePrice : PriceVersion;

internal static class PriceVersions
{
    /// <summary>The version in force: of those that have begun the latest, by number where two begin together. Null where the product has no such price.</summary>
    public static TPrice? Current<TPrice>(this IEnumerable<TPrice> versions, PriceTerms terms, DateTimeOffset now)
        where TPrice : PriceVersion =>
        versions.Where(version => version.Terms == terms && version.From <= now).OrderBy(version => version.From).ThenBy(version => version.Number).LastOrDefault();
}
