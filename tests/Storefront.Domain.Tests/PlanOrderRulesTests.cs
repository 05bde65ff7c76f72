using Storefront.Domain;
using static Storefront.Domain.BoughtBy;
using static Storefront.Domain.ResellerPlan;

namespace Storefront.Domain.Tests;

public sealed class PlanOrderRulesTests
{
    private static readonly Guid Product = new("0199b0a0-0000-7000-8000-000000000001");
    private static readonly Guid Subscription = new("0199b0a0-0000-7000-8000-000000000002");

    [Theory]
    [Trait("Checklist", "S18")]
    [Trait("Checklist", "S19")]
    [InlineData(Basic, Free, Buyer, null)]
    [InlineData(Basic, Standard, Buyer, null)]
    [InlineData(Basic, Tenant, Buyer, "reseller_plan_to_tenant_not_allowed")]
    [InlineData(Basic, Tenant, Seller, null)]
    [InlineData(Free, Standard, Buyer, null)]
    [InlineData(Free, Standard, Seller, null)]
    [InlineData(Free, Tenant, Seller, "reseller_plan_to_tenant_not_allowed")]
    [InlineData(Standard, Tenant, Seller, null)]
    [InlineData(Standard, Tenant, Buyer, "reseller_plan_to_tenant_not_allowed")]
    [InlineData(Standard, Free, Seller, "plan_downgrade_by_hand")]
    [InlineData(Tenant, Standard, Buyer, "plan_downgrade_by_hand")]
    public void CheckMove_FromAPlan_GoesUpOnly(ResellerPlan from, ResellerPlan to, BoughtBy by, string? code) =>
        Assert.Equal(code, PlanOrderRules.CheckMove(Partner(from), Product, to, by)?.Code);

    [Fact]
    [Trait("Checklist", "S20")]
    public void CheckMove_ToThePlanGivenByHand_MakesItsSubscriptionAndNoSecondOne()
    {
        Assert.Null(PlanOrderRules.CheckMove(Partner(Standard), Product, Standard, Buyer));
        Assert.Equal("plan_is_present", PlanOrderRules.CheckMove(Partner(Standard, held: Standard), Product, Standard, Buyer)?.Code);
    }

    [Fact]
    public void CheckMove_OfSomebodyElsesPartnerOrACustomer_IsRefused()
    {
        Assert.Equal("seller_not_parent", PlanOrderRules.CheckMove(Partner(Basic) with { IsSellersChild = false }, Product, Free, Buyer)?.Code);
        Assert.Equal("plan_for_partners_only", PlanOrderRules.CheckMove(Partner(Basic) with { Plan = null }, Product, Free, Buyer)?.Code);
    }

    [Fact]
    [Trait("Checklist", "S25")]
    public void CheckMove_WithAPlanSubscription_IsItsUpgrade()
    {
        var partner = Partner(Free, held: Free);

        Assert.Equal((LineAction.Upgrade, LineAction.Buy), (partner.ActionOfOrder, Partner(Free).ActionOfOrder));
        Assert.Null(PlanOrderRules.CheckMove(partner, Product, Standard, Buyer));
        Assert.Equal("upgrade_not_offered", PlanOrderRules.CheckMove(partner, Subscription, Standard, Buyer)?.Code);
    }

    [Theory]
    [Trait("Checklist", "S19")]
    [Trait("Checklist", "S21")]
    [InlineData(null, Free, null, "alias_required")]
    [InlineData(null, Free, "northwind", null)]
    [InlineData(null, Standard, "North Wind", "alias_malformed")]
    [InlineData(null, Standard, "checkout", "alias_reserved_word")]
    [InlineData("northwind", Standard, null, null)]
    [InlineData("northwind", Standard, "northwind", null)]
    [InlineData("northwind", Standard, "southwind", "alias_kept")]
    [InlineData(null, Basic, "northwind", "alias_not_used")]
    public void CheckAlias_OfAPlanWithAStorefront_IsNamedOnce(string? held, ResellerPlan to, string? wanted, string? code) =>
        Assert.Equal(code, PlanOrderRules.CheckAlias(Partner(Basic, alias: held), to, wanted)?.Code);

    private static PlanPartner Partner(ResellerPlan plan, ResellerPlan? held = null, string? alias = null) =>
        new(plan, alias, IsSellersChild: true, held is { } own ? new HeldPlan(Subscription, own, [Product]) : null);
}
