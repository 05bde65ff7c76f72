namespace Billing.Domain;

/// <summary>Days that are charged for; <paramref name="End"/> is the first day that is not.</summary>
public readonly record struct Period(DateOnly Start, DateOnly End)
{
    public int Days => End.DayNumber - Start.DayNumber;
}

/// <summary>Where the periods of a recurring charge lie.</summary>
/// <param name="Date">The first day charged for.</param>
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

    private DateOnly Start(int number) => Date.AddMonths(number * Interval.Months());
}
