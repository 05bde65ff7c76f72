using System.Runtime.InteropServices;

namespace Storefront.Domain;

/// <summary>What a partner may do with its storefront, lowest first.</summary>
public enum ResellerPlan
{
    Basic,
    Free,
    Standard,
    Tenant,
}

/// <summary>A partner's plan as of one version of its organisation.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanChange(long Version, DateTimeOffset At, ResellerPlan Plan);

public static class ResellerPlans
{
    /// <summary>A storefront of one's own, with one's own branding, begins with Free.</summary>
    public static bool RunsStorefront(ResellerPlan plan) => plan >= ResellerPlan.Free;

    /// <summary>A domain of one's own comes with Tenant.</summary>
    public static bool UsesCustomDomain(ResellerPlan plan) => plan >= ResellerPlan.Tenant;

    /// <summary>Publishing a catalogue of one's own begins with Standard, and so do customers who manage their subscriptions themselves.</summary>
    public static bool PublishesCatalogue(ResellerPlan plan) => plan >= ResellerPlan.Standard;

    /// <summary>
    /// When the present uninterrupted period on Standard or higher began; null if the partner is not on one. The history may be given in any order:
    /// versions order it, not arrival.
    /// </summary>
    public static DateTimeOffset? StandardSince(IEnumerable<PlanChange> history)
    {
        DateTimeOffset? since = null;
        foreach (var change in history.OrderBy(change => change.Version))
        {
            since = PublishesCatalogue(change.Plan) ? since ?? change.At : null;
        }

        return since;
    }
}
