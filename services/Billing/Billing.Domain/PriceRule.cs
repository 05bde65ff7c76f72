using Primitives;

namespace Billing.Domain;

public enum PriceRuleKind
{
    /// <summary>The price itself.</summary>
    Fixed,

    /// <summary>Basis points on top of the base price; negative ones take off.</summary>
    MarkupPercent,

    /// <summary>An amount on top of the base price; a negative one takes off.</summary>
    MarkupAmount,
}

/// <summary>How a seller makes a price. Its base is the recommended price where it sells to customers, and its own cost where it sells to resellers.</summary>
/// <param name="Kind">Which of the two values counts.</param>
/// <param name="Amount">For one unit and one interval; null for a percentage.</param>
/// <param name="BasisPoints">Hundredths of a percent; 0 for an amount.</param>
/// <param name="Version">Counts the versions of that rule from 1.</param>
public sealed record PriceRule(PriceRuleKind Kind, Money? Amount, int BasisPoints, int Version)
{
    public const int WholeInBasisPoints = 10_000;

    /// <summary>A hundredfold; beyond it somebody took percent for basis points.</summary>
    public const int MostBasisPoints = 100 * WholeInBasisPoints;

    public bool NeedsBase => Kind != PriceRuleKind.Fixed;

    /// <summary>The price on that base, within what can be charged. Percentages round half to even, so a higher base never makes a lower price.</summary>
    public Money On(Money basis)
    {
        var price = Kind switch
        {
            PriceRuleKind.Fixed => Amount!.Value,
            PriceRuleKind.MarkupPercent => basis.Prorate(WholeInBasisPoints + BasisPoints, WholeInBasisPoints),
            PriceRuleKind.MarkupAmount => basis + Amount!.Value,
            _ => throw new InvalidOperationException($"{Kind} is no way to make a price."),
        };
        return PriceLimit.Within(price);
    }
}

/// <summary>What a seller decided about one product and terms for one of its buyers.</summary>
/// <param name="General">For all its buyers of that sort; null where it decided nothing.</param>
/// <param name="Special">For this buyer alone.</param>
public readonly record struct SellerRules(PriceRule? General, PriceRule? Special)
{
    public static readonly SellerRules None = default;
}
