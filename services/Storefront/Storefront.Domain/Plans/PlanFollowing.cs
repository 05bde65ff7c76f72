using System.Runtime.InteropServices;

namespace Storefront.Domain;

/// <summary>A product that a parent could sell its partner.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanProduct(Guid Id, ResellerPlan Plan);

/// <summary>What has to be ordered, so that what is charged follows a plan that was given by hand.</summary>
/// <param name="Action">Buy, upgrade or cancel.</param>
/// <param name="ProductId">What is bought or upgraded to; null for a cancellation.</param>
public sealed record PlanFollowUp(LineAction Action, Guid? ProductId);

public static class PlanFollowing
{
    /// <summary>
    /// The order that is due; null where what is charged is right already, or nothing that is sold would be: a larger plan that is not sold leaves the charge
    /// of the smaller one. Where the held subscription cannot become the new plan's, it is cancelled first, and the new one is bought once it has ended.
    /// </summary>
    /// <param name="given">The plan that the partner was given.</param>
    /// <param name="held">The live plan subscription.</param>
    /// <param name="sold">Plan products that have a price for the partner, the one to prefer first.</param>
    public static PlanFollowUp? Next(ResellerPlan given, HeldPlan? held, IReadOnlyList<PlanProduct> sold)
    {
        if (held?.Plan == given || (held is null && given == ResellerPlan.Basic))
        {
            return null;
        }

        var fitting = sold.Where(product => product.Plan == given).Select(product => product.Id).ToList();
        if (held is null)
        {
            return fitting.Count == 0 ? null : new PlanFollowUp(LineAction.Buy, fitting[0]);
        }

        if (fitting.Count == 0 && given > held.Plan)
        {
            return null;
        }

        var targets = fitting.Where(held.UpgradeTargets.Contains).ToList();
        return targets.Count == 0 ? new PlanFollowUp(LineAction.Cancel, ProductId: null) : new PlanFollowUp(LineAction.Upgrade, targets[0]);
    }
}
