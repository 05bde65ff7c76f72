using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Aliases;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.ResellerPlans;

/// <summary>What a change of plan would mean as of now. Nothing is deleted whatever the plan: what stops comes back with an upgrade.</summary>
/// <param name="Obstacle">Why the caller cannot make this change; null if nothing is in its way.</param>
/// <param name="LostRights">What stops.</param>
/// <param name="SubResellers">Resellers under the partner; without the right to have them the change waits until none is left.</param>
/// <param name="Customers">Customers under the partner; they stay.</param>
/// <param name="AliasReservedUntil">Until when the partner could take its alias back, were the change made now; null unless it loses the alias.</param>
/// <param name="Confirmation">Sent with the downgrade, it says that this report was read; null for an upgrade.</param>
internal sealed record ResellerPlanImpactView(
    Guid OrganizationId,
    ResellerPlan From,
    ResellerPlan To,
    bool IsDowngrade,
    ObstacleView? Obstacle,
    IReadOnlyList<PlanRight> LostRights,
    IReadOnlyList<PlanRight> GainedRights,
    int SubResellers,
    int Customers,
    string? Alias,
    AliasFate AliasFate,
    DateTimeOffset? AliasReservedUntil,
    string? Confirmation);

internal sealed record ObstacleView(string Code, string Detail);

internal static class GetResellerPlanImpact
{
    public static async Task<Results<Ok<ResellerPlanImpactView>, ProblemHttpResult>> Handle(
        Guid id, OneOf<ResellerPlan> to, Caller caller, OrgsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var partner = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (partner is null)
        {
            return Problems.NotFound("organization");
        }

        if (partner.Plan is not { } plan)
        {
            return Problems.Of(PlanImpacts.PartnersOnly);
        }

        var impact = await db.ImpactAsync(partner, plan, to, cancellationToken);
        var refusal = ResellerPlanLifecycle.Next(impact, caller.ActorOn(partner), impact.Confirmation).Refusal;
        return TypedResults.Ok(new ResellerPlanImpactView(
            partner.Id,
            impact.From,
            impact.To,
            impact.IsDowngrade,
            refusal is null ? null : new ObstacleView(refusal.Code, refusal.Detail),
            impact.LostRights,
            impact.GainedRights,
            impact.SubResellers,
            impact.Customers,
            impact.Alias,
            impact.AliasFate,
            impact.AliasFate == AliasFate.Reserved ? AliasHoldings.Reserve(partner.Id, clock.Now).ReservedUntil : null,
            impact.IsDowngrade ? impact.Confirmation : null));
    }
}
