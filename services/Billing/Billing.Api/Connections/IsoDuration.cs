using Billing.Domain;
using Primitives;

namespace Billing.Api.Connections;

/// <summary>Terms as Orgs writes them: ISO 8601 durations of months and years.</summary>
internal static class IsoDuration
{
    private static readonly Dictionary<string, Term> Terms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["P1M"] = Term.Month,
        ["P3M"] = Term.Quarter,
        ["P1Y"] = Term.Year,
        ["P12M"] = Term.Year,
        ["P2Y"] = Term.TwoYears,
        ["P24M"] = Term.TwoYears,
        ["P3Y"] = Term.ThreeYears,
        ["P36M"] = Term.ThreeYears,
    };

    public static bool TryParse(string duration, out Term term) => Terms.TryGetValue(duration, out term);
}
