using System.Runtime.InteropServices;
using Primitives;

namespace Storefront.Domain;

/// <summary>What tells one price of a product from another.</summary>
/// <param name="PlanLength">The commitment.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PriceTerms(string Currency, Term Interval, Term PlanLength);

/// <summary>A price from a moment on, until the next one for the same terms.</summary>
/// <param name="MinorUnits">For one unit and one interval; null from where on there is no price.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PriceStep(string Currency, Term Interval, Term PlanLength, long? MinorUnits, DateTimeOffset From)
{
    public PriceTerms Terms() => new(Currency, Interval, PlanLength);
}

/// <summary>Terms for which a product is sold to partners from a moment on, at whatever price.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResaleTerms(string Currency, Term Interval, Term PlanLength, DateTimeOffset From)
{
    public PriceTerms Terms() => new(Currency, Interval, PlanLength);
}

/// <summary>All that is known of one product's prices in one seller's shop for one buyer.</summary>
/// <param name="Recommended">Every version of the recommended price.</param>
/// <param name="List">What the seller asks everybody; empty where it tells nothing of its own.</param>
/// <param name="Special">What it asks this buyer instead.</param>
/// <param name="Supply">The terms for which the seller itself is sold it, without which nothing of it can be bought; null where nobody is above the seller, or that is not known.</param>
public sealed record PriceTimelines(
    IReadOnlyList<PriceStep> Recommended, IReadOnlyList<PriceStep> List, IReadOnlyList<PriceStep> Special, IReadOnlyList<ResaleTerms>? Supply = null);

/// <summary>What a buyer sees and pays.</summary>
/// <param name="List">Of one unit and one interval, before the discount; never below <paramref name="Final"/>.</param>
/// <param name="Final">What one unit is charged at.</param>
public sealed record ShopPrice(Money List, Money Final, Term Interval, Term PlanLength)
{
    public Money Discount => List - Final;

    public PriceTerms Terms => new(Final.Currency.Code, Interval, PlanLength);
}

/// <summary>Prices are Billing's; this only reads the one in force off what Billing told.</summary>
public static class ShopPriceRules
{
    /// <summary>Null where the seller has no price for these terms at that time, or is not supplied for them.</summary>
    public static ShopPrice? Resolve(PriceTimelines timelines, PriceTerms terms, DateTimeOffset at)
    {
        if (timelines.Supply is { } supply && !supply.Any(supplied => supplied.From <= at && supplied.Terms() == terms))
        {
            return null;
        }

        var own = InForce(timelines.List, terms, at);
        var list = own is { } told ? told.MinorUnits : InForce(timelines.Recommended, terms, at)?.MinorUnits;
        var final = InForce(timelines.Special, terms, at) is { } special ? special.MinorUnits : list;
        if (final is not { } charged)
        {
            return null;
        }

        var currency = Currency.Parse(terms.Currency);
        // A special price above the list price is what everybody sees of it: no negative discount.
        return new ShopPrice(new Money(Math.Max(list ?? charged, charged), currency), new Money(charged, currency), terms.Interval, terms.PlanLength);
    }

    /// <summary>Every price that there is at that time, by currency, interval and commitment.</summary>
    public static IReadOnlyList<ShopPrice> All(PriceTimelines timelines, DateTimeOffset at) =>
    [
        .. timelines.Recommended.Concat(timelines.List).Concat(timelines.Special)
            .Select(step => step.Terms())
            .Distinct()
            .OrderBy(terms => terms.Currency, StringComparer.Ordinal)
            .ThenBy(terms => terms.Interval)
            .ThenBy(terms => terms.PlanLength)
            .Select(terms => Resolve(timelines, terms, at))
            .OfType<ShopPrice>(),
    ];

    /// <summary>Whether a seller that has prices of its own for these terms told none for that time: of the past nothing is told.</summary>
    public static bool IsForgotten(IReadOnlyList<PriceStep> told, PriceTerms terms, DateTimeOffset at) =>
        InForce(told, terms, at) is null && told.Any(step => step.Terms() == terms);

    private static PriceStep? InForce(IReadOnlyList<PriceStep> steps, PriceTerms terms, DateTimeOffset at)
    {
        PriceStep? latest = null;
        foreach (var step in steps)
        {
            // Of two for the same moment the later told one counts.
            if (step.From <= at && step.Terms() == terms && (latest is not { } known || step.From >= known.From))
            {
                latest = step;
            }
        }

        return latest;
    }
}
