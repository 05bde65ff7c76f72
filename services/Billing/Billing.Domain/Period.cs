using Primitives;

namespace Billing.Domain;

/// <summary>Days that are charged for; <paramref name="End"/> is the first day that is not.</summary>
public readonly record struct Period(DateOnly Start, DateOnly End)
{
    public int Days => End.DayNumber - Start.DayNumber;
}

/// <summary>Where the periods of a recurring charge lie.</summary>
/// <param name="Date">The first day of the first period.</param>
/// <param name="Interval">How long a period is.</param>
public readonly record struct Anchor(DateOnly Date, Term Interval)
{
    /// <summary>The period with that number, from 0.</summary>
    /// <remarks>Counted from the anchor and not from the period before, so that a short month moves one date and not all that follow: 31 Jan, 28 Feb, 31 Mar.</remarks>
    public Period Period(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new Period(Start(number), Start(number + 1));
    }

    /// <summary>The number of the period that <paramref name="day"/> lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before the anchor.</exception>
    public int NumberOf(DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, Date);
        var months = ((day.Year - Date.Year) * 12) + day.Month - Date.Month;
        var number = months / Interval.Months();
        return Start(number) > day ? number - 1 : number;
    }

    /// <summary>The first boundary between two periods that is not before <paramref name="day"/>.</summary>
    public DateOnly BoundaryFrom(DateOnly day)
    {
        if (day <= Date)
        {
            return Date;
        }

        var period = Period(NumberOf(day));
        return period.Start == day ? day : period.End;
    }

    private DateOnly Start(int number) => Date.AddMonths(number * Interval.Months());
}
