namespace Billing.Domain.Tests;

public sealed class UsageRulesTests
{
    private static readonly DateTimeOffset Bought = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Bought.AddDays(2);

    [Theory]
    [InlineData(SubscriptionStatus.Trial)]
    [InlineData(SubscriptionStatus.Active)]
    [InlineData(SubscriptionStatus.Suspended)]
    [InlineData(SubscriptionStatus.PendingCancellation)]
    public void Check_UsageSinceItWasBought_Passes(SubscriptionStatus status) =>
        Assert.Null(UsageRules.Check(status, 1, Bought, Bought, Now));

    [Fact]
    public void Check_ReportersClockALittleAhead_Passes() =>
        Assert.Null(UsageRules.Check(SubscriptionStatus.Active, 1, Now + UsageRules.ClockDifference, Bought, Now));

    [Fact]
    public void Check_InTheFuture_IsRefused() =>
        Assert.Equal("usage_in_the_future", UsageRules.Check(SubscriptionStatus.Active, 1, Now.AddMinutes(6), Bought, Now)?.Code);

    [Fact]
    public void Check_BeforeTheSubscription_IsRefused() =>
        Assert.Equal("usage_before_subscription", UsageRules.Check(SubscriptionStatus.Active, 1, Bought.AddTicks(-1), Bought, Now)?.Code);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Check_NothingUsed_IsRefused(int quantity) =>
        Assert.Equal("quantity_out_of_range", UsageRules.Check(SubscriptionStatus.Active, quantity, Bought, Bought, Now)?.Code);

    [Fact]
    public void Check_Cancelled_IsRefused() =>
        Assert.Equal("subscription_cancelled", UsageRules.Check(SubscriptionStatus.Cancelled, 1, Bought, Bought, Now)?.Code);

    [Theory]
    [InlineData("booking", FeeKind.Booking)]
    [InlineData("transfer", FeeKind.Transfer)]
    [InlineData("call", null)]
    [InlineData("plan", null)]
    public void FeeOf_AKind_IsTheFeeItIsChargedOrNone(string kind, FeeKind? expected) => Assert.Equal(expected, UsageRules.FeeOf(kind));

    [Fact]
    public void CheckEvents_MoreThanAReportHolds_IsRefusedWhereItIsCharged()
    {
        Assert.Equal("quantity_out_of_range", UsageRules.CheckEvents(FeeKind.Booking, UsageRules.MostEvents + 1)?.Code);
        Assert.Null(UsageRules.CheckEvents(FeeKind.Booking, UsageRules.MostEvents));
        Assert.Null(UsageRules.CheckEvents(null, UsageRules.MostUnits));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("2026-03-02", false)]
    [InlineData("2026-03-01", true)]
    public void IsCharged_UsedOnTheFirstOfMarch_FromTheEdgesFirstDayOn(string? chargedFrom, bool expected) =>
        Assert.Equal(expected, UsageRules.IsCharged(chargedFrom is null ? null : DateOnly.Parse(chargedFrom), new DateOnly(2026, 3, 1)));
}
