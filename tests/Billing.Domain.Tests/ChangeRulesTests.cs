using Primitives;

namespace Billing.Domain.Tests;

public sealed class ChangeRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);
    private static readonly DateOnly PeriodEnd = new(2026, 4, 1);
    private static readonly RequestedState State = new(new Guid("00000000-0000-0000-0000-00000000000a"), "Suite", 5, new Money(2000, Currency.Parse("USD")), Term.Month, Term.Year);

    [Fact]
    public void Change_QuantityOrPrice_IsAModification()
    {
        Assert.Equal(RequestChange.Modify, ChangeRules.Change(Subscription(), State with { Quantity = 6 }, ProductKind.Main).Value);
        Assert.Equal(RequestChange.Modify, ChangeRules.Change(Subscription(), State with { UnitPrice = new Money(1, Currency.Parse("USD")) }, ProductKind.Main).Value);
    }

    [Fact]
    public void Change_ProductOrTerms_IsAnUpgrade()
    {
        Assert.Equal(RequestChange.Upgrade, ChangeRules.Change(Subscription(), State with { ProductId = Guid.Empty }, ProductKind.Main).Value);
        Assert.Equal(RequestChange.Upgrade, ChangeRules.Change(Subscription(), State with { Interval = Term.Year }, ProductKind.Main).Value);
        Assert.Equal(RequestChange.Upgrade, ChangeRules.Change(Subscription(), State with { PlanLength = Term.TwoYears }, ProductKind.Main).Value);
    }

    [Fact]
    public void Change_WhatCannotBe_IsRefusedByName()
    {
        Assert.Equal("nothing_changes", Refused(ChangeRules.Change(Subscription(), State, ProductKind.Main)));
        Assert.Equal("product_kind_differs", Refused(ChangeRules.Change(Subscription(), State with { Quantity = 1 }, ProductKind.AddOn)));
        Assert.Equal("charging_differs", Refused(ChangeRules.Change(Subscription(), State with { Quantity = 1 }, ProductKind.Main, ChargeModel.Usage)));
        Assert.Equal("subscription_cancelled", Refused(ChangeRules.Change(Subscription(SubscriptionStatus.Cancelled), State with { Quantity = 1 }, ProductKind.Main)));
        Assert.Equal("change_already_scheduled", Refused(ChangeRules.Change(Subscription(hasScheduledChange: true), State with { Quantity = 1 }, ProductKind.Main)));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(5, 0)]
    [InlineData(2, 3)]
    public void Cancel_AllOrSome_LeavesTheRest(int? quantity, int left) =>
        Assert.Equal(left, ChangeRules.Cancel(Subscription(), quantity, EffectiveTime.Now).Value.Quantity);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(-1)]
    public void Cancel_MoreThanThereIs_IsInvalid(int quantity) =>
        Assert.Equal("quantity_out_of_range", Refused(ChangeRules.Cancel(Subscription(), quantity, EffectiveTime.Now)));

    [Fact]
    public void Cancel_WithOneStillToCome_IsRefusedForLaterAndAllowedForNow()
    {
        Assert.Equal("change_already_scheduled", Refused(ChangeRules.Cancel(Subscription(hasScheduledChange: true), null, EffectiveTime.PeriodEnd)));
        Assert.Equal(0, ChangeRules.Cancel(Subscription(hasScheduledChange: true), null, EffectiveTime.Now).Value.Quantity);
        Assert.Equal("subscription_cancelled", Refused(ChangeRules.Cancel(Subscription(SubscriptionStatus.Cancelled), null, EffectiveTime.Now)));
    }

    [Fact]
    public void ChangeAndCancel_WhatWasPaidOnce_AreRefused()
    {
        var bought = Subscription() with { Charging = ChargeModel.OneTime };

        Assert.Equal("one_time_charge_does_not_change", Refused(ChangeRules.Change(bought, State with { Quantity = 6 }, ProductKind.Main)));
        Assert.Equal("one_time_charge_does_not_change", Refused(ChangeRules.Cancel(bought, null, EffectiveTime.Now)));
        Assert.Equal("not_a_main_subscription", ChangeRules.AddOn(bought)?.Code);
    }

    [Fact]
    public void UpgradeTo_WhereTargetsAreNamed_IsOneOfThem()
    {
        var (other, third) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.Null(ChangeRules.UpgradeTo([], other));
        Assert.Null(ChangeRules.UpgradeTo([other], other));
        Assert.Equal("not_an_upgrade_target", ChangeRules.UpgradeTo([other], third)?.Code);
    }

    [Theory]
    [InlineData(null, "2026-03-10", "2026-03-11", null)]
    [InlineData(Term.Quarter, null, "2026-03-11", null)]
    [InlineData(Term.Quarter, "2026-03-10", "2026-06-10", null)]
    [InlineData(Term.Quarter, "2026-03-10", "2026-06-09", "minimum_commitment_not_over")]
    [InlineData(Term.Year, "2024-02-29", "2025-02-27", "minimum_commitment_not_over")]
    [InlineData(Term.Year, "2024-02-29", "2025-02-28", null)]
    public void Commitment_UnitsGivenUp_AreNotBeforeItsEnd(Term? minimum, string? billedFrom, string from, string? code) =>
        Assert.Equal(code, ChangeRules.Commitment(minimum, billedFrom is null ? null : Day(billedFrom), Day(from))?.Code);

    [Fact]
    public void Undo_NothingToCome_IsRefused()
    {
        Assert.Equal("nothing_to_undo", ChangeRules.Undo(Subscription())?.Code);
        Assert.Null(ChangeRules.Undo(Subscription(hasScheduledChange: true)));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Trial, ProductKind.Main, null)]
    [InlineData(SubscriptionStatus.Active, ProductKind.Main, null)]
    [InlineData(SubscriptionStatus.PendingCancellation, ProductKind.Main, null)]
    [InlineData(SubscriptionStatus.Suspended, ProductKind.Main, "main_subscription_not_active")]
    [InlineData(SubscriptionStatus.Cancelled, ProductKind.Main, "main_subscription_not_active")]
    [InlineData(SubscriptionStatus.Active, ProductKind.AddOn, "not_a_main_subscription")]
    public void AddOn_OfASubscription_NeedsAnActiveMain(SubscriptionStatus status, ProductKind kind, string? code) =>
        Assert.Equal(code, ChangeRules.AddOn(new ChangedSubscription(status, kind, State, HasScheduledChange: false))?.Code);

    [Fact]
    public void Day_AsAskedFor_IsTheFirstDayThatCounts()
    {
        Assert.Null(ChangeRules.Day(EffectiveTime.Now, null, Today, PeriodEnd).Value.Day);
        Assert.Equal(PeriodEnd, ChangeRules.Day(EffectiveTime.PeriodEnd, null, Today, PeriodEnd).Value.Day);
        Assert.Null(ChangeRules.Day(EffectiveTime.PeriodEnd, null, Today, Today).Value.Day);
        Assert.Equal(Today.AddDays(1), ChangeRules.Day(EffectiveTime.Date, Today.AddDays(1), Today, PeriodEnd).Value.Day);
    }

    [Theory]
    [InlineData(EffectiveTime.Date, 0, "effective_date_out_of_range")]
    [InlineData(EffectiveTime.Date, -1, "effective_date_out_of_range")]
    [InlineData(EffectiveTime.Date, 1_827, "effective_date_out_of_range")]
    [InlineData(EffectiveTime.Date, null, "effective_date_mismatch")]
    [InlineData(EffectiveTime.Now, 5, "effective_date_mismatch")]
    [InlineData(EffectiveTime.PeriodEnd, 5, "effective_date_mismatch")]
    public void Day_ThatCannotBe_IsInvalid(EffectiveTime effective, int? inDays, string code) =>
        Assert.Equal(code, Refused(ChangeRules.Day(effective, inDays is { } days ? Today.AddDays(days) : null, Today, PeriodEnd)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public void Day_OrderedElsewhereWhereItIsStillToCome_IsAtOnceWhereItHasCome(int named, int? counts) =>
        Assert.Equal(
            counts is { } days ? Today.AddDays(days) : null,
            ChangeRules.Day(EffectiveTime.Date, Today.AddDays(named), Today, PeriodEnd, isOrdered: true).Value.Day);

    [Fact]
    public void Day_OrderedThatIsOverEverywhere_IsInvalid() =>
        Assert.Equal("effective_date_out_of_range", Refused(ChangeRules.Day(EffectiveTime.Date, Today.AddDays(-2), Today, PeriodEnd, isOrdered: true)));

    [Fact]
    public void Day_PeriodEndBeforeAnythingIsCharged_IsRefused() =>
        Assert.Equal("no_period_yet", Refused(ChangeRules.Day(EffectiveTime.PeriodEnd, null, Today, periodEnd: null)));

    [Fact]
    public void Counter_OtherTermsOfASaleOrChange_CanBeProposed()
    {
        Assert.Null(RequestRules.Counter(RequestChange.Create, State, State with { Quantity = 2 }));
        Assert.Equal("nothing_changes", RequestRules.Counter(RequestChange.Modify, State, State)?.Code);
        Assert.Equal("request_counter_not_possible", RequestRules.Counter(RequestChange.Cancel, State, State with { Quantity = 2 })?.Code);
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static ChangedSubscription Subscription(SubscriptionStatus status = SubscriptionStatus.Active, bool hasScheduledChange = false) =>
        new(status, ProductKind.Main, State, hasScheduledChange);

    private static string? Refused<T>(Result<T> result)
        where T : notnull => result.Refusal?.Code;
}
