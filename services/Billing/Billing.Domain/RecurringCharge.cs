using Primitives;

namespace Billing.Domain;

/// <summary>What is charged on one edge, period after period in advance, and how far that has come.</summary>
/// <param name="Anchor">Where the periods lie.</param>
/// <param name="NextPeriod">Number of the period to be charged next; all before it are.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Price">Of one unit for one whole period.</param>
/// <param name="StartsOn">First day charged for, where that is inside a period: an add-on joins the periods of its main subscription.</param>
/// <param name="EndsOn">First day not charged for any more; null while there is no end.</param>
public sealed record RecurringCharge(Anchor Anchor, int NextPeriod, int Quantity, PinnedPrice Price, DateOnly? StartsOn = null, DateOnly? EndsOn = null)
{
    /// <summary>The first day not charged for yet.</summary>
    public DateOnly ChargedUntil
    {
        get
        {
            var ended = EndsOn is { } end && end < ChargedPeriodsEnd ? end : ChargedPeriodsEnd;
            return ended < FirstDay ? FirstDay : ended;
        }
    }

    /// <summary>The end of the last period that was charged; the anchor where none was.</summary>
    public DateOnly ChargedPeriodsEnd => Anchor.Period(NextPeriod).Start;

    /// <summary>Whether nothing is left to charge.</summary>
    public bool IsOver => EndsOn is { } end && (end <= FirstDay || end <= ChargedPeriodsEnd);

    private DateOnly FirstDay => StartsOn is { } day && day > Anchor.Date ? day : Anchor.Date;

    /// <summary>What is charged next: a whole period, or of the first and last the days that count. Null when all is charged.</summary>
    public ChargeLine? Next() => IsOver ? null : Part(NextPeriod, DateOnly.MinValue, DateOnly.MaxValue, Quantity);

    /// <summary>This charge as it runs on after its next period was charged.</summary>
    public RecurringCharge Advance() => this with { NextPeriod = NextPeriod + 1 };

    /// <summary>The same charge under other terms, which keep the anchor: the part of the present period that is left counts by the day.</summary>
    public RecurringCharge With(int quantity, PinnedPrice price, Term interval) =>
        this with { Quantity = quantity, Price = price, Anchor = Anchor with { Interval = interval } };

    /// <summary>The charged days in [<paramref name="from"/>, <paramref name="until"/>), a line per period.</summary>
    internal IEnumerable<ChargeLine> Charged(DateOnly from, DateOnly until, int quantity)
    {
        if (from < Anchor.Date)
        {
            from = Anchor.Date;
        }

        for (var number = Anchor.NumberOf(from); number < NextPeriod && Anchor.Period(number).Start < until; number++)
        {
            if (Part(number, from, until, quantity) is { } line)
            {
                yield return line;
            }
        }
    }

    /// <summary>One period's days in [<paramref name="from"/>, <paramref name="until"/>) that lie between first day and end; null where there are none.</summary>
    internal ChargeLine? Part(int number, DateOnly from, DateOnly until, int quantity)
    {
        var whole = Anchor.Period(number);
        var start = Latest(whole.Start, FirstDay, from);
        var end = Earliest(whole.End, EndsOn ?? DateOnly.MaxValue, until);
        return start < end ? ChargeLine.Prorated(Anchor, number, new Period(start, end), quantity, Price) : null;
    }

    private static DateOnly Latest(params ReadOnlySpan<DateOnly> days)
    {
        var latest = days[0];
        foreach (var day in days)
        {
            latest = day > latest ? day : latest;
        }

        return latest;
    }

    private static DateOnly Earliest(params ReadOnlySpan<DateOnly> days)
    {
        var earliest = days[0];
        foreach (var day in days)
        {
            earliest = day < earliest ? day : earliest;
        }

        return earliest;
    }
}
