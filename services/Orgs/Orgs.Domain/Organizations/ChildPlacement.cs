using Orgs.Domain.Connections;
using Primitives;

namespace Orgs.Domain.Organizations;

/// <summary>Where a new child organisation stands. Everything here is set by the system, never by the caller.</summary>
/// <param name="ParentId">The creator's organisation; also the seller of the first connection.</param>
/// <param name="Plan">A new partner's reseller plan; null for a customer.</param>
public sealed record ChildPlacement(Guid ParentId, OrgKind Kind, ResellerPlan? Plan, BillingMode BillingMode, ConnectionStatus ConnectionStatus)
{
    /// <summary>Places a child under its creator.</summary>
    /// <returns>Refused with <c>child_organizations_not_allowed</c> for a creator who may have none,
    /// <c>plan_right_missing</c> for a partner whose plan has no resellers, <c>kind_not_creatable</c> for a second operator.</returns>
    public static Result<ChildPlacement> Under(Guid creatorId, OrgKind creatorKind, ResellerPlan? creatorPlan, OrgKind childKind)
    {
        if (childKind == OrgKind.Operator)
        {
            return Refusal.Invalid("kind", "kind_not_creatable", "A realm has one operator; a child is a partner or a customer.");
        }

        if (MayHaveChildren(creatorKind, creatorPlan).Refusal is { } refusal)
        {
            return refusal;
        }

        if (childKind == OrgKind.Partner && creatorKind == OrgKind.Partner && !creatorPlan.GetValueOrDefault().Has(PlanRight.CreateResellers))
        {
            return new Refusal("plan_right_missing", $"The reseller plan {creatorPlan} does not include own resellers.", RefusalKind.NotPermitted);
        }

        ResellerPlan? plan = childKind == OrgKind.Partner ? ResellerPlan.Basic : null;
        return new ChildPlacement(creatorId, childKind, plan, BillingModes.Of(creatorKind), ConnectionStatus.Active);
    }

    /// <summary>Whether an organisation lists and manages children at all.</summary>
    public static Result<OrgKind> MayHaveChildren(OrgKind kind, ResellerPlan? plan) =>
        kind switch
        {
            OrgKind.Operator => kind,
            OrgKind.Partner when plan.GetValueOrDefault().Has(PlanRight.SellToCustomers) => kind,
            _ => new Refusal("child_organizations_not_allowed", "This organisation has no child organisations.", RefusalKind.NotPermitted),
        };
}
