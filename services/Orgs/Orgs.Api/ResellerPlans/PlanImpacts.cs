using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using Primitives;
using ServiceDefaults.Security;

namespace Orgs.Api.ResellerPlans;

internal static class PlanImpacts
{
    /// <summary>What a change of plan is called in the audit, whichever door it came through.</summary>
    public const string ChangeOperation = "change-reseller-plan";

    public static readonly Refusal PartnersOnly = new("no_reseller_plan", "Only a partner has a reseller plan.", RefusalKind.Unprocessable);

    /// <summary>What another plan would mean for a partner as of now.</summary>
    public static async Task<PlanImpact> ImpactAsync(this OrgsDb db, Organization partner, ResellerPlan from, ResellerPlan to, CancellationToken cancellationToken)
    {
        // Whoever may change a partner's plan is told how many stand under it, though it does not see them.
        var children = await db.Organizations
            .IgnoreQueryFilters([OrgsDb.FamilyFilter])
            .Where(row => row.ParentId == partner.Id && row.Status != OrganizationStatus.Ended)
            .GroupBy(row => row.Kind)
            .Select(kind => new { Kind = kind.Key, Count = kind.Count() })
            .ToDictionaryAsync(kind => kind.Kind, kind => kind.Count, cancellationToken);
        return new PlanImpact(
            partner.Id, from, to, children.GetValueOrDefault(OrgKind.Partner), children.GetValueOrDefault(OrgKind.Customer), partner.Alias);
    }

    public static ResellerPlanActor ActorOn(this Caller caller, Organization partner) =>
        partner.ParentId == caller.OrganizationId ? ResellerPlanActor.Parent : ResellerPlanActor.Itself;
}
