using Orgs.Domain.Organizations;
using Primitives;

namespace Orgs.Domain.ResellerPlans;

/// <summary>A move to another plan, named by where it goes.</summary>
public enum ResellerPlanMove
{
    /// <summary>Gives the paid plans up.</summary>
    ToBasic,
    ToFree,
    ToStandard,
    ToTenant,
}

public enum ResellerPlanActor
{
    /// <summary>The partner whose plan it is.</summary>
    Itself,
    Parent,
}

/// <summary>The reseller plan's state table. Tenant is given by hand, by the parent alone; down it goes one step, or all the way.</summary>
public static class ResellerPlanLifecycle
{
    public static readonly Lifecycle<ResellerPlan, ResellerPlanMove, ResellerPlanActor> Table = new("ResellerPlan",
    [
        (ResellerPlan.Basic, ResellerPlanMove.ToFree, ResellerPlanActor.Itself, ResellerPlan.Free),
        (ResellerPlan.Basic, ResellerPlanMove.ToFree, ResellerPlanActor.Parent, ResellerPlan.Free),
        (ResellerPlan.Basic, ResellerPlanMove.ToStandard, ResellerPlanActor.Itself, ResellerPlan.Standard),
        (ResellerPlan.Basic, ResellerPlanMove.ToStandard, ResellerPlanActor.Parent, ResellerPlan.Standard),
        (ResellerPlan.Basic, ResellerPlanMove.ToTenant, ResellerPlanActor.Parent, ResellerPlan.Tenant),
        (ResellerPlan.Free, ResellerPlanMove.ToStandard, ResellerPlanActor.Itself, ResellerPlan.Standard),
        (ResellerPlan.Free, ResellerPlanMove.ToStandard, ResellerPlanActor.Parent, ResellerPlan.Standard),
        (ResellerPlan.Standard, ResellerPlanMove.ToTenant, ResellerPlanActor.Parent, ResellerPlan.Tenant),
        (ResellerPlan.Standard, ResellerPlanMove.ToFree, ResellerPlanActor.Itself, ResellerPlan.Free),
        (ResellerPlan.Standard, ResellerPlanMove.ToFree, ResellerPlanActor.Parent, ResellerPlan.Free),
        (ResellerPlan.Tenant, ResellerPlanMove.ToStandard, ResellerPlanActor.Itself, ResellerPlan.Standard),
        (ResellerPlan.Tenant, ResellerPlanMove.ToStandard, ResellerPlanActor.Parent, ResellerPlan.Standard),
        (ResellerPlan.Free, ResellerPlanMove.ToBasic, ResellerPlanActor.Itself, ResellerPlan.Basic),
        (ResellerPlan.Free, ResellerPlanMove.ToBasic, ResellerPlanActor.Parent, ResellerPlan.Basic),
        (ResellerPlan.Standard, ResellerPlanMove.ToBasic, ResellerPlanActor.Itself, ResellerPlan.Basic),
        (ResellerPlan.Standard, ResellerPlanMove.ToBasic, ResellerPlanActor.Parent, ResellerPlan.Basic),
        (ResellerPlan.Tenant, ResellerPlanMove.ToBasic, ResellerPlanActor.Itself, ResellerPlan.Basic),
        (ResellerPlan.Tenant, ResellerPlanMove.ToBasic, ResellerPlanActor.Parent, ResellerPlan.Basic),
    ]);

    /// <summary>The plan after the change, by the table, by what the change would break and, on the way down, by what was confirmed.</summary>
    /// <param name="impact">What the change means as of now.</param>
    /// <param name="confirmation">The <see cref="PlanImpact.Confirmation"/> of the report that was read; asked for on the way down only.</param>
    /// <returns>Refused with <c>sub_resellers_left</c>, <c>impact_not_confirmed</c> or <c>impact_changed</c> besides what the table refuses.</returns>
    public static Result<ResellerPlan> Next(PlanImpact impact, ResellerPlanActor actor, string? confirmation)
    {
        var next = Table.Next(impact.From, MoveTo(impact.To), actor);
        if (next.Refusal is not null || !impact.IsDowngrade)
        {
            return next;
        }

        if (impact.Obstacle is { } obstacle)
        {
            return obstacle;
        }

        if (confirmation is null)
        {
            return new Refusal("impact_not_confirmed", "Read the impact report of this downgrade and send its confirmation.", RefusalKind.Unprocessable);
        }

        return confirmation == impact.Confirmation
            ? next
            : new Refusal("impact_changed", "What this downgrade means has changed since the report was read; read it again.");
    }

    public static ResellerPlanMove MoveTo(ResellerPlan plan) =>
        plan switch
        {
            ResellerPlan.Basic => ResellerPlanMove.ToBasic,
            ResellerPlan.Free => ResellerPlanMove.ToFree,
            ResellerPlan.Standard => ResellerPlanMove.ToStandard,
            ResellerPlan.Tenant => ResellerPlanMove.ToTenant,
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "No such reseller plan."),
        };
}
