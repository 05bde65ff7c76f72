using Primitives;

namespace Storefront.Domain.Tests;

public sealed class OrderRulesTests
{
    private static readonly Guid Product = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Subscription = new("00000000-0000-0000-0000-000000000002");

    [Theory]
    [InlineData(LineAction.Buy, true)]
    [InlineData(LineAction.Increase, true)]
    [InlineData(LineAction.Upgrade, true)]
    [InlineData(LineAction.Decrease, false)]
    [InlineData(LineAction.Cancel, false)]
    [InlineData(LineAction.Undo, false)]
    public void NeedsApproval_EachAction_OnlyWhatIsBought(LineAction action, bool needed)
    {
        NewOrderLine[] lines = [Line(action)];

        Assert.Equal(needed, OrderRules.NeedsApproval(BoughtBy.Buyer, required: true, lines));
        Assert.False(OrderRules.NeedsApproval(BoughtBy.Buyer, required: false, lines));
        Assert.False(OrderRules.NeedsApproval(BoughtBy.Seller, required: true, lines));
    }

    [Fact]
    [Trait("Checklist", "S18")]
    public void ResellerPlan_Ordered_NeedsNeitherApprovalNorConsent()
    {
        NewOrderLine[] plan = [Plan()];

        Assert.False(OrderRules.NeedsApproval(BoughtBy.Buyer, required: true, plan));
        Assert.False(OrderRules.NeedsConsent(BoughtBy.Seller, plan));
        Assert.True(OrderRules.NeedsConsent(BoughtBy.Seller, [Line(LineAction.Buy)]));
        Assert.False(OrderRules.NeedsConsent(BoughtBy.Buyer, [Line(LineAction.Buy)]));
    }

    [Fact]
    [Trait("Checklist", "S5")]
    public void Total_MixedActions_CountsWhatIsBought() =>
        Assert.Equal(
            Money.Parse("50.00", "USD"),
            OrderRules.Total([Line(LineAction.Buy, quantity: 3), Line(LineAction.Increase, quantity: 2), Line(LineAction.Cancel, quantity: 4), Line(LineAction.Undo, quantity: 0)]));

    [Fact]
    public void Check_GoodLines_Pass() =>
        Assert.Null(OrderRules.Check(
            [Line(LineAction.Buy), Line(LineAction.Buy) with { MainLineIndex = 0 }, Line(LineAction.Cancel) with { Effective = EffectiveTime.Date, EffectiveOn = new DateOnly(2026, 5, 1) }], null));

    [Fact]
    public void Check_NoLinesOrTooMany_IsRefused()
    {
        Assert.Equal("out_of_range", OrderRules.Check([], null)!.Code);
        Assert.Equal("out_of_range", OrderRules.Check([.. Enumerable.Repeat(Line(LineAction.Buy), OrderRules.MostLines + 1)], null)!.Code);
    }

    [Theory]
    [InlineData(LineAction.Buy, 0, "quantity_out_of_range")]
    [InlineData(LineAction.Buy, 1_000_001, "quantity_out_of_range")]
    [InlineData(LineAction.Undo, 1, "quantity_out_of_range")]
    public void Check_Quantity_IsWithinBounds(LineAction action, int quantity, string code) =>
        Assert.Equal(code, OrderRules.Check([Line(action, quantity)], null)!.Code);

    [Fact]
    public void Check_WhatDoesNotBelongTogether_IsRefused()
    {
        Assert.Equal("subscription_mismatch", OrderRules.Check([Line(LineAction.Buy) with { SubscriptionId = Subscription }], null)!.Code);
        Assert.Equal("subscription_mismatch", OrderRules.Check([Line(LineAction.Cancel) with { SubscriptionId = null }], null)!.Code);
        Assert.Equal("main_mismatch", OrderRules.Check([Line(LineAction.Increase) with { MainSubscriptionId = Subscription }], null)!.Code);
        Assert.Equal("main_line_unknown", OrderRules.Check([Line(LineAction.Buy) with { MainLineIndex = 0 }], null)!.Code);
        Assert.Equal("effective_mismatch", OrderRules.Check([Line(LineAction.Cancel) with { Effective = EffectiveTime.Date }], null)!.Code);
        Assert.Equal("effective_now_only", OrderRules.Check([Line(LineAction.Increase) with { Effective = EffectiveTime.PeriodEnd }], null)!.Code);
        Assert.Equal("price_negative", OrderRules.Check([Line(LineAction.Buy) with { UnitPrice = Money.Parse("-1.00", "USD") }], null)!.Code);
        Assert.Equal("plan_length_not_whole_intervals", OrderRules.Check([Line(LineAction.Buy) with { Interval = Term.Year, PlanLength = Term.Quarter }], null)!.Code);
        var euros = Money.Parse("1.00", "EUR");
        Assert.Equal("currencies_differ", OrderRules.Check([Line(LineAction.Buy), Line(LineAction.Buy) with { UnitPrice = euros, Discount = euros }], null)!.Code);
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public void Check_TwoLinesForOneSubscription_AreRefused() =>
        Assert.Equal(OrderRules.ChangeUndecided, OrderRules.Check([Line(LineAction.Increase), Line(LineAction.Cancel)], null));

    [Fact]
    [Trait("Checklist", "S19")]
    public void Check_ResellerPlan_StandsAlone()
    {
        Assert.Equal("alias_malformed", OrderRules.Check([Plan()], " ")!.Code);
        Assert.Equal("alias_reserved_word", OrderRules.Check([Plan()], "admin")!.Code);
        Assert.Null(OrderRules.Check([Plan()], "techsolutions"));
        Assert.Null(OrderRules.Check([Plan() with { Action = LineAction.Upgrade, SubscriptionId = Subscription }], null));
        Assert.Equal("reseller_plan_alone", OrderRules.Check([Plan(), Line(LineAction.Buy)], "techsolutions")!.Code);
        Assert.Equal("reseller_plan_alone", OrderRules.Check([Plan() with { Quantity = 2 }], "techsolutions")!.Code);
        Assert.Equal("alias_not_wanted", OrderRules.Check([Line(LineAction.Buy)], "techsolutions")!.Code);
    }

    [Theory]
    [InlineData(LineAction.Buy, 4, "quantity_too_small")]
    [InlineData(LineAction.Buy, 5, null)]
    [InlineData(LineAction.Buy, 11, "quantity_too_large")]
    [InlineData(LineAction.Increase, 1, null)]
    [InlineData(LineAction.Increase, 11, "quantity_too_large")]
    [InlineData(LineAction.Decrease, 11, null)]
    public void CheckQuantity_ProductsLimits_HoldWhereUnitsAreBought(LineAction action, int quantity, string? code) =>
        Assert.Equal(code, OrderRules.CheckQuantity(Line(action, quantity), 0, new QuantityLimits(5, 10))?.Code);

    private static NewOrderLine Plan() => Line(LineAction.Buy) with { ResellerPlan = ResellerPlan.Standard };

    private static NewOrderLine Line(LineAction action, int quantity = 1) => new(
        action,
        Product,
        "Mail",
        action == LineAction.Buy ? null : Subscription,
        null,
        null,
        quantity,
        Money.Parse("10.00", "USD"),
        Money.Zero(Currency.Parse("USD")),
        Term.Month,
        Term.Year);
}
