using Orgs.Domain.ResellerPlans;

namespace Orgs.Domain.Tests;

public sealed class PlanBasisTests
{
    private static readonly Guid Order = new("0199b0a0-0000-7000-8000-000000000001");
    private static readonly Guid Subscription = new("0199b0a0-0000-7000-8000-000000000002");
    private static readonly Guid Other = new("0199b0a0-0000-7000-8000-000000000003");

    [Fact]
    public void RestsOn_SubscriptionThatTheOrderMade_IsTrue() => Assert.True(new PlanBasis(Order, null).RestsOn(Subscription, Order));

    [Fact]
    public void RestsOn_SubscriptionOfAnotherOrder_IsFalse()
    {
        Assert.False(new PlanBasis(Order, null).RestsOn(Subscription, Other));
        Assert.False(new PlanBasis(Order, null).RestsOn(Subscription, madeBy: null));
    }

    [Fact]
    public void RestsOn_SubscriptionThatTheOrderChanged_IsTrueWhoeverMadeIt()
    {
        Assert.True(new PlanBasis(Order, Subscription).RestsOn(Subscription, Other));
        Assert.False(new PlanBasis(Order, Subscription).RestsOn(Other, Order));
    }

    [Fact]
    public void RestsOn_PlanByHand_IsNever()
    {
        Assert.False(PlanBasis.None.RestsOn(Subscription, Order));
        Assert.False(PlanBasis.None.RestsOn(Subscription, madeBy: null));
    }
}
