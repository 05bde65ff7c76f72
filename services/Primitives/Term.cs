namespace Primitives;

/// <summary>A stretch of calendar time that a price is charged for (its interval) or agreed for (its plan length, the commitment).</summary>
public enum Term
{
    Month,
    Quarter,
    Year,
    TwoYears,
    ThreeYears,
}

public static class TermLength
{
    public static int Months(this Term term) => term switch
    {
        Term.Month => 1,
        Term.Quarter => 3,
        Term.Year => 12,
        Term.TwoYears => 24,
        Term.ThreeYears => 36,
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "Not a term."),
    };

    /// <summary>A commitment is a whole number of intervals, or the last one would end after it.</summary>
    public static bool IsWholeNumberOf(this Term planLength, Term interval) => planLength.Months() % interval.Months() == 0;
}
