namespace Orgs.Domain.Connections;

/// <summary>How long a plan commits the buyer; Billing's contracts use the same words.</summary>
public enum PlanLength
{
    Month,
    Quarter,
    Year,
    TwoYears,
    ThreeYears,
}
