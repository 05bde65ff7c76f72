using Primitives;

namespace Billing.Domain;

/// <summary>A charge after a change, and the lines that make what was charged so far what should have been.</summary>
/// <param name="Charge">As it runs on.</param>
/// <param name="Before">Lines under the terms as they were, negative where days are given back.</param>
/// <param name="After">Lines under the new terms.</param>
public sealed record ProratedChange(RecurringCharge Charge, IReadOnlyList<ChargeLine> Before, IReadOnlyList<ChargeLine> After)
{
    public IEnumerable<ChargeLine> Lines => Before.Concat(After);
}

/// <summary>
/// What changes on a day inside a period that is charged already. The days left are given back under the old terms and charged under the new. Every line is
/// a difference of two running totals, so however often a period is changed, its lines add up to what each day costs by itself, and a change that is undone
/// on the same day leaves nothing.
/// </summary>
public static class Proration
{
    /// <summary>Other terms from <paramref name="day"/> on.</summary>
    /// <param name="old">As it is charged until then.</param>
    /// <param name="quantity">Units from then on.</param>
    /// <param name="price">Of one unit for one whole new interval.</param>
    /// <param name="interval">The new one; the anchor stays.</param>
    /// <param name="day">The first day under the new terms.</param>
    public static ProratedChange Change(RecurringCharge old, int quantity, PinnedPrice price, Term interval, DateOnly day)
    {
        var to = old.With(quantity, price, interval);
        if (to == old || old.EndsOn <= day)
        {
            return new ProratedChange(old, [], []);
        }

        return day < old.ChargedUntil && old.NextPeriod > 0 ? ChangeCharged(old, to, day) : ChangeAhead(old, to, day);
    }

    /// <summary>Another end, earlier or later. Of what is charged already, the days after it are given back; the days before it that an earlier end had cut off are charged.</summary>
    /// <param name="charge">As it was to end.</param>
    /// <param name="endsOn">First day not charged for any more, or null for no end.</param>
    public static ProratedChange End(RecurringCharge charge, DateOnly? endsOn)
    {
        var before = charge.EndsOn ?? DateOnly.MaxValue;
        var after = endsOn ?? DateOnly.MaxValue;
        var ended = charge with { EndsOn = endsOn };
        IEnumerable<ChargeLine> lines = after < before
            ? charge.Charged(after, before, -charge.Quantity)
            : ended.Charged(before, after, charge.Quantity);
        return new ProratedChange(ended, Worth(lines), []);
    }

    /// <summary>
    /// An end for what is owed in full each period, whatever becomes of the sale: with the period that <paramref name="day"/> lies in, and not before what is
    /// charged already. Nothing is given back.
    /// </summary>
    /// <param name="charge">As it runs.</param>
    /// <param name="day">First day on which the thing itself is not had any more.</param>
    public static ProratedChange EndWithPeriod(RecurringCharge charge, DateOnly day)
    {
        var boundary = charge.Anchor.BoundaryFrom(day);
        return End(charge, boundary < charge.ChargedPeriodsEnd ? charge.ChargedPeriodsEnd : boundary);
    }

    private static ProratedChange ChangeCharged(RecurringCharge old, RecurringCharge to, DateOnly day)
    {
        var present = to.Anchor.NumberOf(day);
        var changed = to with { NextPeriod = present + 1 };
        var rest = to.Part(present, day, DateOnly.MaxValue, to.Quantity);
        return new ProratedChange(changed, Worth(old.Charged(day, DateOnly.MaxValue, -old.Quantity)), Worth(rest is null ? [] : [rest]));
    }

    /// <summary>The period the day lies in is not charged yet: the old terms get the days before it, and the next regular charge is of the days from it on.</summary>
    private static ProratedChange ChangeAhead(RecurringCharge old, RecurringCharge to, DateOnly day)
    {
        var first = day < old.ChargedUntil ? old.ChargedUntil : day;
        var behind = old with { NextPeriod = old.Anchor.NumberOf(first) + 1 };
        var number = to.Anchor.NumberOf(first);
        var startsOn = first == to.Anchor.Period(number).Start ? to.StartsOn : first;
        return new ProratedChange(to with { NextPeriod = number, StartsOn = startsOn }, Worth(behind.Charged(old.ChargedUntil, first, old.Quantity)), []);
    }

    /// <summary>A line of nothing explains nothing.</summary>
    private static IReadOnlyList<ChargeLine> Worth(IEnumerable<ChargeLine> lines) => [.. lines.Where(line => !line.Amount.IsZero)];
}
