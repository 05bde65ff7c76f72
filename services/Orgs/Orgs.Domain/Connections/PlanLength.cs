namespace Orgs.Domain.Connections;

/// <summary>How long a plan commits the buyer.</summary>
public enum PlanLength
{
    Month,
    Quarter,
    Year,
    TwoYears,
    ThreeYears,
}

public static class PlanLengths
{
    /// <summary>As an ISO 8601 duration.</summary>
    public static string ToIso(this PlanLength length) =>
        length switch
        {
            PlanLength.Month => "P1M",
            PlanLength.Quarter => "P3M",
            PlanLength.Year => "P1Y",
            PlanLength.TwoYears => "P2Y",
            PlanLength.ThreeYears => "P3Y",
            _ => throw new ArgumentOutOfRangeException(nameof(length), length, "No such plan length."),
        };
}
