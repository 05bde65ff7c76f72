using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;

namespace Orgs.Domain.Tests;

public sealed class ChildPlacementTests
{
    private static readonly Guid Creator = new("0199b0a0-0000-7000-8000-000000000001");

    [Theory]
    [InlineData(OrgKind.Operator, null, OrgKind.Partner, BillingMode.Direct)]
    [InlineData(OrgKind.Operator, null, OrgKind.Customer, BillingMode.Direct)]
    [InlineData(OrgKind.Partner, ResellerPlan.Basic, OrgKind.Customer, BillingMode.Partner)]
    [InlineData(OrgKind.Partner, ResellerPlan.Tenant, OrgKind.Partner, BillingMode.Partner)]
    public void Under_CreatorWithTheRight_SetsParentAndBillingMode(OrgKind creator, ResellerPlan? plan, OrgKind child, BillingMode mode)
    {
        var placement = ChildPlacement.Under(Creator, creator, plan, child).Value;

        Assert.Equal(Creator, placement.ParentId);
        Assert.Equal(mode, placement.BillingMode);
        Assert.Equal(ConnectionStatus.Active, placement.ConnectionStatus);
        Assert.Equal(child == OrgKind.Partner ? ResellerPlan.Basic : null, placement.Plan);
    }

    [Theory]
    [InlineData(OrgKind.Customer, null, OrgKind.Customer, "child_organizations_not_allowed")]
    [InlineData(OrgKind.Partner, ResellerPlan.Basic, OrgKind.Partner, "plan_right_missing")]
    [InlineData(OrgKind.Partner, ResellerPlan.Free, OrgKind.Partner, "plan_right_missing")]
    [InlineData(OrgKind.Partner, ResellerPlan.Standard, OrgKind.Partner, "plan_right_missing")]
    [InlineData(OrgKind.Operator, null, OrgKind.Operator, "kind_not_creatable")]
    public void Under_CreatorWithoutTheRight_IsRefused(OrgKind creator, ResellerPlan? plan, OrgKind child, string code) =>
        Assert.Equal(code, ChildPlacement.Under(Creator, creator, plan, child).Refusal?.Code);

    [Theory]
    [InlineData(PlanRight.SellToCustomers, "yes yes yes yes")]
    [InlineData(PlanRight.RunStorefront, "no yes yes yes")]
    [InlineData(PlanRight.PublishCatalogue, "no no yes yes")]
    [InlineData(PlanRight.LetCustomersManageSubscriptions, "no no yes yes")]
    [InlineData(PlanRight.CreateResellers, "no no no yes")]
    [InlineData(PlanRight.UseCustomDomain, "no no no yes")]
    public void Has_EveryPlanAndRight_FollowsTheTable(PlanRight right, string basicFreeStandardTenant) =>
        Assert.Equal(
            basicFreeStandardTenant,
            string.Join(' ', Enum.GetValues<ResellerPlan>().Select(plan => plan.Has(right) ? "yes" : "no")));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(14, true)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    public void CheckTrialDays_OneToTwentyOne_AreAllowed(int days, bool allowed) =>
        Assert.Equal(allowed ? null : "trial_days_out_of_range", ConnectionTerms.CheckTrialDays(days)?.Code);

    [Theory]
    [InlineData(0, true)]
    [InlineData(120, true)]
    [InlineData(-1, false)]
    [InlineData(121, false)]
    public void CheckPaymentDays_ZeroToHundredTwenty_AreAllowed(int days, bool allowed) =>
        Assert.Equal(allowed ? null : "payment_terms_out_of_range", ConnectionTerms.CheckPaymentDays(days)?.Code);

    [Theory]
    [InlineData(PlanLength.Month, "P1M")]
    [InlineData(PlanLength.Quarter, "P3M")]
    [InlineData(PlanLength.Year, "P1Y")]
    [InlineData(PlanLength.TwoYears, "P2Y")]
    [InlineData(PlanLength.ThreeYears, "P3Y")]
    public void ToIso_EveryPlanLength_IsADuration(PlanLength length, string iso) => Assert.Equal(iso, length.ToIso());
}
