using Orgs.Domain.Organizations;
using Storefront.Domain;
using GrantedPlan = Orgs.Domain.Organizations.ResellerPlan;
using OfferedPlan = Storefront.Domain.ResellerPlan;

namespace Contracts.Tests;

/// <summary>Two services know what a reseller plan gives: one grants it, the other offers it. Neither may promise what the other does not keep.</summary>
public sealed class PlanRightTests
{
    [Fact]
    public void Rights_ThatOrgsGrantsAndStorefrontOffers_AreTheSame()
    {
        var granted = Enum.GetValues<GrantedPlan>().ToDictionary(
            plan => plan.ToString(), plan => string.Join(' ', Enum.GetValues<PlanRight>().Where(right => plan.Has(right))));
        var offered = Enum.GetValues<OfferedPlan>().ToDictionary(plan => plan.ToString(), plan => string.Join(' ', PlanFeatures.Of(plan)));

        Assert.Equal(granted, offered);
    }
}
