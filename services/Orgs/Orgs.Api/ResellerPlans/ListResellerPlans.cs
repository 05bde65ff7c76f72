using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Domain.Organizations;

namespace Orgs.Api.ResellerPlans;

/// <summary>An edition and its key features.</summary>
/// <param name="NeedsAlias">Whether a partner has to name its storefront's path to be on it.</param>
internal sealed record ResellerPlanView(ResellerPlan Plan, IReadOnlyList<PlanRight> Rights, bool NeedsAlias);

internal sealed record ResellerPlansView(IReadOnlyList<ResellerPlanView> Items);

internal static class ListResellerPlans
{
    /// <summary>The table of rights, smallest plan first.</summary>
    public static Ok<ResellerPlansView> Handle() => TypedResults.Ok(new ResellerPlansView([.. Enum.GetValues<ResellerPlan>().Select(View)]));

    private static ResellerPlanView View(ResellerPlan plan) =>
        new(plan, [.. Enum.GetValues<PlanRight>().Where(right => plan.Has(right))], plan.Has(PlanRight.RunStorefront));
}
