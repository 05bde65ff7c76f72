using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;

namespace Orgs.Api.ResellerPlans;

/// <summary>Why a partner has another plan; told to those who follow.</summary>
internal enum PlanChangeCause
{
    ByHand,
    Ordered,
    OrderCanceled,
    SubscriptionEnded,
}

/// <summary>Somebody wants a partner to have another plan.</summary>
/// <param name="Actor">On whose word.</param>
/// <param name="PersonId">Who gave it.</param>
/// <param name="Alias">Of its storefront; null where it keeps the one it has, or needs none.</param>
/// <param name="ImpactConfirmation">On the way down: the confirmation of the impact report.</param>
/// <param name="Basis">What the plan rests on from then on.</param>
internal sealed record PlanChange(
    ResellerPlan To, ResellerPlanActor Actor, Guid PersonId, string? Alias, string? ImpactConfirmation, PlanChangeCause Cause, PlanBasis Basis);
