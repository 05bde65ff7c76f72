using Primitives;

namespace Billing.Domain;

/// <summary>One version of a base price.</summary>
public sealed record DatedPrice(DateTimeOffset From, int Number, Money Amount);

/// <summary>What a seller asks for from a moment on; null from where on it has no price.</summary>
public sealed record PriceStep(DateTimeOffset From, SellingPrice? Price);

public static class PriceTimeline
{
    /// <summary>The price in force and those that are to follow, each from its moment on. Told once, it stays right without being told again.</summary>
    /// <param name="recommended">Every version of the recommended price.</param>
    /// <param name="general">Every version of the seller's rule for all its customers.</param>
    /// <param name="special">Every version of its rule for one of them; empty for the list price.</param>
    /// <param name="now">What was in force before is left out.</param>
    public static IReadOnlyList<PriceStep> Of(
        IReadOnlyList<DatedPrice> recommended, IReadOnlyList<DatedRule> general, IReadOnlyList<DatedRule> special, DateTimeOffset now)
    {
        var moments = recommended.Select(version => version.From).Concat(general.Select(version => version.From)).Concat(special.Select(version => version.From)).ToList();
        var begun = moments.Where(moment => moment <= now).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var steps = new List<PriceStep>();
        foreach (var moment in moments.Where(moment => moment >= begun).Distinct().Order())
        {
            var price = SellingPrice.Resolve(Basis(recommended, moment), new SellerRules(general.InForce(moment), special.InForce(moment)));
            if (steps.Count == 0 || steps[^1].Price != price)
            {
                steps.Add(new PriceStep(moment, price));
            }
        }

        return steps;
    }

    private static PinnedPrice? Basis(IReadOnlyList<DatedPrice> versions, DateTimeOffset now) =>
        versions.Where(version => version.From <= now).OrderBy(version => version.From).ThenBy(version => version.Number).LastOrDefault() is { } current
            ? new PinnedPrice(current.Amount, PriceSource.Recommended, current.Number)
            : null;
}
