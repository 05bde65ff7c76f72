using System.Runtime.InteropServices;
using Primitives;

namespace Storefront.Domain.Shops;

/// <summary>What decides whether a seller's shop can be visited.</summary>
/// <param name="Plan">Null for the operator.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ShopOwner(bool IsOperator, ResellerPlan? Plan, string? Alias, OrganizationStatus Status);

/// <summary>A shop is open by its owner's plan alone: nobody opens or closes it by hand, and closing deletes nothing.</summary>
public static class ShopRules
{
    public static readonly Refusal PlanWithoutStorefront = new(
        "plan_does_not_allow", "A storefront of one's own comes with the Free plan.", RefusalKind.NotPermitted);

    public static readonly Refusal PlanWithoutDomain = new(
        "plan_does_not_allow", "A domain of one's own comes with the Tenant plan.", RefusalKind.NotPermitted);

    /// <summary>A suspended seller's shop stays open: its customers go on using what they have. The operator's stands at the root and needs no alias.</summary>
    public static bool IsOpen(ShopOwner owner) =>
        owner.Status != OrganizationStatus.Ended && (owner.IsOperator || (HasStorefront(owner) && owner.Alias is not null));

    public static bool HasStorefront(ShopOwner owner) => owner.IsOperator || (owner.Plan is { } plan && ResellerPlans.RunsStorefront(plan));

    /// <summary>The operator stands above every tenant.</summary>
    public static bool MayUseDomain(ShopOwner owner) => owner.IsOperator || (owner.Plan is { } plan && ResellerPlans.UsesCustomDomain(plan));
}
