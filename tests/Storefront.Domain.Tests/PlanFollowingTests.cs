using Storefront.Domain;
using static Storefront.Domain.ResellerPlan;

namespace Storefront.Domain.Tests;

public sealed class PlanFollowingTests
{
    private static readonly Guid FreeProduct = new("0199b0a0-0000-7000-8000-000000000001");
    private static readonly Guid StandardProduct = new("0199b0a0-0000-7000-8000-000000000002");
    private static readonly PlanProduct[] Sold = [new(FreeProduct, Free), new(StandardProduct, Standard)];

    [Fact]
    [Trait("Checklist", "S20")]
    public void Next_WithoutASubscription_IsBoughtWhereItIsSold()
    {
        Assert.Equal(new PlanFollowUp(LineAction.Buy, StandardProduct), PlanFollowing.Next(Standard, held: null, Sold));
        Assert.Null(PlanFollowing.Next(Tenant, held: null, Sold));
        Assert.Null(PlanFollowing.Next(Basic, held: null, Sold));
    }

    [Fact]
    [Trait("Checklist", "S25")]
    public void Next_WithASmallerPlansSubscription_IsItsUpgrade() =>
        Assert.Equal(new PlanFollowUp(LineAction.Upgrade, StandardProduct), PlanFollowing.Next(Standard, Held(Free, StandardProduct), Sold));

    [Fact]
    public void Next_UpToAPlanThatIsNotSold_LeavesTheSmallerOnesCharge()
    {
        Assert.Null(PlanFollowing.Next(Tenant, Held(Standard, FreeProduct), Sold));
        Assert.Equal(new PlanFollowUp(LineAction.Cancel, null), PlanFollowing.Next(Standard, Held(Free), Sold));
    }

    [Fact]
    [Trait("Checklist", "X16")]
    public void Next_DownAPlan_ChangesTheSubscriptionOrEndsIt()
    {
        Assert.Equal(new PlanFollowUp(LineAction.Upgrade, FreeProduct), PlanFollowing.Next(Free, Held(Standard, FreeProduct), Sold));
        Assert.Equal(new PlanFollowUp(LineAction.Cancel, null), PlanFollowing.Next(Free, Held(Standard), Sold));
        Assert.Equal(new PlanFollowUp(LineAction.Cancel, null), PlanFollowing.Next(Basic, Held(Standard, FreeProduct), Sold));
    }

    [Fact]
    public void Next_WithThePlansSubscription_IsNothing() => Assert.Null(PlanFollowing.Next(Standard, Held(Standard), Sold));

    private static HeldPlan Held(ResellerPlan plan, params Guid[] targets) => new(Guid.CreateVersion7(), plan, targets);
}
