using Primitives;

namespace Billing.Domain.Tests;

public sealed class OrderRulesTests
{
    private static readonly Currency Dollars = Currency.Parse("USD");
    private static readonly RequestedState State = new(new Guid("00000000-0000-0000-0000-00000000000a"), "Suite", 5, new Money(2000, Dollars), Term.Month, Term.Month);
    private static readonly Guid Subscription = new("00000000-0000-0000-0000-0000000000b1");
    private static readonly RequestedState Other = State with { ProductId = new Guid("00000000-0000-0000-0000-00000000000c"), ProductName = "Better" };

    [Fact]
    public void Check_LinesThatStandByThemselves_Passes() =>
        Assert.Null(OrderRules.Check([Buy(), Buy() with { MainLine = 0 }, Line(OrderAction.Cancel) with { Effective = EffectiveTime.PeriodEnd }]));

    [Fact]
    public void Check_TooManyOrNone_IsRefused()
    {
        Assert.Equal("line_count", OrderRules.Check([])!.Code);
        Assert.Equal("line_count", OrderRules.Check([.. Enumerable.Range(0, OrderRules.MostLines + 1).Select(_ => Buy())])!.Code);
    }

    [Fact]
    public void Check_ALineThatCannotBe_NamesItAndItsField()
    {
        Refused("main_line_unknown", "lines[0].mainLine", Buy() with { MainLine = 0 });
        Refused("main_line_unknown", "lines[1].mainLine", Line(OrderAction.Cancel), Buy() with { MainLine = 0 });
        Refused("main_line_unknown", "lines[1].mainLine", Buy(), Buy() with { MainLine = 0, MainSubscriptionId = Subscription });
        Refused("main_line_unknown", "lines[0].mainLine", Buy() with { MainLine = -1 });
        Refused("required", "lines[0].productId", Buy() with { ProductId = null });
        Refused("required", "lines[0].currency", Buy() with { Currency = null });
        Refused("bought_anew", "lines[0].subscriptionId", Buy() with { SubscriptionId = Subscription });
        Refused("subscription_required", "lines[0].subscriptionId", Line(OrderAction.Undo) with { SubscriptionId = null });
        Refused("not_bought", "lines[0].mainSubscriptionId", Line(OrderAction.Increase) with { MainSubscriptionId = Subscription });
        Refused("subscription_named_twice", "lines[1].subscriptionId", Line(OrderAction.Increase), Line(OrderAction.Cancel));
        foreach (var action in (OrderAction[])[OrderAction.Increase, OrderAction.Upgrade, OrderAction.Undo])
        {
            Refused("effective_now_only", "lines[0].effective", Line(action) with { Effective = EffectiveTime.PeriodEnd });
        }

        Refused("effective_now_only", "lines[0].effective", Buy() with { Effective = EffectiveTime.Date });
    }

    [Theory]
    [InlineData(OrderAction.Increase, 3, RequestChange.Modify, 8)]
    [InlineData(OrderAction.Decrease, 3, RequestChange.Cancel, 2)]
    [InlineData(OrderAction.Cancel, 3, RequestChange.Cancel, 2)]
    [InlineData(OrderAction.Cancel, 5, RequestChange.Cancel, 0)]
    public void Change_Units_LeavesWhatIsLeft(OrderAction action, int quantity, RequestChange change, int left) =>
        Assert.Equal(new OrderedChange(change, State with { Quantity = left }), OrderRules.Change(Line(action, quantity), Sold()).Value);

    [Theory]
    [InlineData(OrderAction.Increase, 0)]
    [InlineData(OrderAction.Increase, RequestRules.MostUnits + 1)]
    [InlineData(OrderAction.Decrease, 5)]
    [InlineData(OrderAction.Decrease, 0)]
    [InlineData(OrderAction.Cancel, 6)]
    [InlineData(OrderAction.Cancel, 0)]
    public void Change_MoreUnitsThanThereAre_IsInvalid(OrderAction action, int quantity) =>
        Assert.Equal("quantity_out_of_range", OrderRules.Change(Line(action, quantity), Sold()).Refusal?.Code);

    [Fact]
    public void Change_AtAnotherPriceThanWasShown_IsRefusedWhereItAddsUnits()
    {
        var cheaper = new Money(1, Dollars);
        Assert.Equal("price_changed", OrderRules.Change(Line(OrderAction.Increase, 1) with { UnitPrice = cheaper }, Sold()).Refusal?.Code);
        Assert.Equal(RequestChange.Cancel, OrderRules.Change(Line(OrderAction.Decrease, 1) with { UnitPrice = cheaper }, Sold()).Value.Change);
    }

    [Fact]
    public void Change_Undo_NeedsSomethingScheduled()
    {
        Assert.Equal("nothing_to_undo", OrderRules.Change(Line(OrderAction.Undo, 0), Sold()).Refusal?.Code);
        Assert.Equal(new OrderedChange(RequestChange.UndoCancellation, State), OrderRules.Change(Line(OrderAction.Undo, 0), Sold() with { HasScheduledChange = true }).Value);
    }

    [Theory]
    [InlineData(5, RequestChange.Upgrade)]
    [InlineData(1, RequestChange.PartialUpgrade)]
    public void Upgrade_AllOrSome_IsOneOrTwoSubscriptions(int quantity, RequestChange change) =>
        Assert.Equal(change, Upgrade(Sold(), Other with { Quantity = quantity }).Value.Change);

    [Fact]
    public void Upgrade_WhatCannotBe_IsRefusedByName()
    {
        Assert.Equal("quantity_out_of_range", Upgrade(Sold(), Other with { Quantity = 6 }).Refusal?.Code);
        Assert.Equal("quantity_out_of_range", Upgrade(Sold(), Other with { Quantity = 0 }).Refusal?.Code);
        Assert.Equal("nothing_changes", Upgrade(Sold(), State with { UnitPrice = new Money(1, Dollars), Quantity = 2 }).Refusal?.Code);
        Assert.Equal("change_already_scheduled", Upgrade(Sold() with { HasScheduledChange = true }, Other).Refusal?.Code);
        Assert.Equal("product_kind_differs", OrderRules.Upgrade(Sold(), Other, ProductKind.AddOn, ChargeModel.Recurring, null).Refusal?.Code);
        Assert.Equal("plan_differs", OrderRules.Upgrade(Sold(), Other, ProductKind.Main, ChargeModel.Recurring, ResellerPlan.Free).Refusal?.Code);
        Assert.Equal("subscription_suspended", Upgrade(Sold() with { Status = SubscriptionStatus.Suspended }, Other with { Quantity = 1 }).Refusal?.Code);
        Assert.Equal(RequestChange.Upgrade, Upgrade(Sold() with { Status = SubscriptionStatus.Suspended }, Other).Value.Change);
    }

    [Fact]
    public void Conflict_OnlyWithWhatEnds_IsRefused()
    {
        var other = Guid.CreateVersion7();
        Assert.Null(OrderRules.Conflict([(Subscription, null), (null, null)]));
        Assert.Equal("main_subscription_ends", OrderRules.Conflict([(Subscription, null), (null, Subscription)])!.Code);
        Assert.Null(OrderRules.Conflict([(null, Subscription), (other, null)]));
    }

    [Theory]
    [InlineData(true, false, null)]
    [InlineData(true, true, "plan_already_subscribed")]
    [InlineData(false, false, "plan_for_partners_only")]
    public void BuyPlan_ByAPartnerWithoutOne_IsPossible(bool isPartner, bool hasPlan, string? code) => Assert.Equal(code, PlanRules.Buy(isPartner, hasPlan)?.Code);

    private static OrderedLine Buy() => new(OrderAction.Buy, State.ProductId, null, null, null, 1, Dollars, null, null, null);

    private static OrderedLine Line(OrderAction action, int quantity = 1) => new(action, null, Subscription, null, null, quantity, null, null, null, null);

    private static ChangedSubscription Sold() => new(SubscriptionStatus.Active, ProductKind.Main, State, HasScheduledChange: false);

    private static Result<OrderedChange> Upgrade(ChangedSubscription subscription, RequestedState wanted) =>
        OrderRules.Upgrade(subscription, wanted, ProductKind.Main, ChargeModel.Recurring, null);

    private static void Refused(string code, string field, params OrderedLine[] lines)
    {
        var refusal = OrderRules.Check(lines)!;
        Assert.Equal((code, field), (refusal.Code, Assert.Single(refusal.Errors!).Field));
    }
}
