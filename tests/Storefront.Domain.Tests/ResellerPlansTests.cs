using FsCheck;
using FsCheck.Fluent;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

public sealed class ResellerPlansTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ResellerPlan.Basic, false)]
    [InlineData(ResellerPlan.Free, false)]
    [InlineData(ResellerPlan.Standard, true)]
    [InlineData(ResellerPlan.Tenant, true)]
    public void PublishesCatalogue_EachPlan_IsAsTheRightsTableSays(ResellerPlan plan, bool expected) =>
        Assert.Equal(expected, ResellerPlans.PublishesCatalogue(plan));

    [Fact]
    public void StandardSince_NoHistory_IsNull() => Assert.Null(ResellerPlans.StandardSince([]));

    [Fact]
    public void StandardSince_UpgradedToTenantLater_IsTheFirstDayOnStandard() =>
        Assert.Equal(Start.AddDays(1), ResellerPlans.StandardSince(History(ResellerPlan.Free, ResellerPlan.Standard, ResellerPlan.Tenant, ResellerPlan.Standard)));

    [Fact]
    public void StandardSince_DowngradedAndBack_IsTheDayOfTheReturn() =>
        Assert.Equal(Start.AddDays(2), ResellerPlans.StandardSince(History(ResellerPlan.Standard, ResellerPlan.Basic, ResellerPlan.Tenant)));

    [Fact]
    public void StandardSince_DowngradedLast_IsNull() =>
        Assert.Null(ResellerPlans.StandardSince(History(ResellerPlan.Standard, ResellerPlan.Free)));

    [Fact]
    public void StandardSince_AnyArrivalOrder_IsTheSame() =>
        Prop.ForAll(
            Gen.Elements(Enum.GetValues<ResellerPlan>()).ArrayOf().Two().ToArbitrary(),
            pair =>
            {
                var (plans, seeds) = pair;
                var history = History(plans);
                var shuffled = history.OrderBy(change => seeds.Length == 0 ? -change.Version : (long)seeds[change.Version % seeds.Length]).ToArray();
                return ResellerPlans.StandardSince(history) == ResellerPlans.StandardSince(shuffled);
            }).QuickCheckThrowOnFailure();

    private static PlanChange[] History(params ResellerPlan[] plans) =>
        [.. plans.Select((plan, index) => new PlanChange(index + 1, Start.AddDays(index), plan))];
}
