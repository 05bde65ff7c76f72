using Primitives;

namespace Billing.Domain;

/// <summary>Keeps what was credited already from being given back a second time when a subscription ends or shrinks.</summary>
public static class CreditLimit
{
    /// <summary>The lines that give back, cut down so that all lines together give back no more than is left of what was charged for those days.</summary>
    /// <param name="before">The days left under the old terms, given back.</param>
    /// <param name="after">The days left under the new terms, charged.</param>
    /// <param name="left">What was charged for those days, less what credit notes gave back of it.</param>
    public static IReadOnlyList<ChargeLine> Keep(IReadOnlyList<ChargeLine> before, IReadOnlyList<ChargeLine> after, Money left)
    {
        var balance = before.Concat(after).Aggregate(Money.Zero(left.Currency), (sum, line) => sum + line.Amount);
        var limit = left.IsNegative ? Money.Zero(left.Currency) : left;
        var tooMuch = -balance - limit;
        if (tooMuch.IsNegative || tooMuch.IsZero)
        {
            return before;
        }

        var kept = new List<ChargeLine>(before.Count);
        foreach (var line in before)
        {
            var withheld = line.Amount.IsNegative ? Lesser(tooMuch, -line.Amount) : Money.Zero(left.Currency);
            tooMuch -= withheld;
            var rest = withheld.IsZero ? line : line with { Amount = line.Amount + withheld, CreditedBefore = withheld };
            if (!rest.Amount.IsZero)
            {
                kept.Add(rest);
            }
        }

        return kept;
    }

    private static Money Lesser(Money left, Money right) => left < right ? left : right;
}
