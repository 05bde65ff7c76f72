using Storefront.Domain.Shops;

namespace Storefront.Domain.Tests.Shops;

public sealed class ShopRulesTests
{
    [Theory]
    [InlineData(ResellerPlan.Basic, false, false)]
    [InlineData(ResellerPlan.Free, true, false)]
    [InlineData(ResellerPlan.Standard, true, false)]
    [InlineData(ResellerPlan.Tenant, true, true)]
    public void Owner_EachPlan_IsAsTheRightsTableSays(ResellerPlan plan, bool storefront, bool domain)
    {
        var owner = new ShopOwner(IsOperator: false, plan, "northwind", OrganizationStatus.Active);

        Assert.Equal((storefront, storefront, domain), (ShopRules.IsOpen(owner), ShopRules.HasStorefront(owner), ShopRules.MayUseDomain(owner)));
    }

    [Theory]
    [InlineData(OrganizationStatus.Active, "northwind", true)]
    [InlineData(OrganizationStatus.Suspended, "northwind", true)]
    [InlineData(OrganizationStatus.Ended, "northwind", false)]
    [InlineData(OrganizationStatus.Active, null, false)]
    public void IsOpen_PartnerOnStandard_NeedsAnAliasAndToExist(OrganizationStatus status, string? alias, bool expected) =>
        Assert.Equal(expected, ShopRules.IsOpen(new ShopOwner(IsOperator: false, ResellerPlan.Standard, alias, status)));

    [Fact]
    public void IsOpen_Operator_NeedsNeitherPlanNorAlias() =>
        Assert.True(ShopRules.IsOpen(new ShopOwner(IsOperator: true, null, null, OrganizationStatus.Active)));

    [Fact]
    [Trait("Checklist", "S24")]
    public void Entrance_EachKindOfCaller_IsAsThePlanSays()
    {
        Assert.Equal(ShopEntranceKind.None, ShopEntrances.Of(null));
        Assert.Equal(
            [ShopEntranceKind.Plans, ShopEntranceKind.Administration, ShopEntranceKind.Administration, ShopEntranceKind.Administration],
            Enum.GetValues<ResellerPlan>().Select(plan => ShopEntrances.Of(new ShopOwner(IsOperator: false, plan, plan == ResellerPlan.Basic ? null : "northwind", OrganizationStatus.Active))));
        Assert.Equal(ShopEntranceKind.Administration, ShopEntrances.Of(new ShopOwner(IsOperator: true, null, null, OrganizationStatus.Active)));
    }
}
