using FsCheck;
using FsCheck.Fluent;

namespace Billing.Domain.Tests;

public sealed class TrialTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Use_FirstUse_SetsTheEndThatManyDaysLater() =>
        Assert.Equal(Start.AddDays(14), new Trial(14, null).Use(Start, Start).EndsAt);

    [Fact]
    public void Use_SecondUse_ChangesNothing()
    {
        var started = new Trial(14, null).Use(Start, Start);

        Assert.Equal(started, started.Use(Start.AddDays(3), Start.AddDays(3)));
    }

    [Fact]
    public void Use_ReportedAfterItWouldHaveEnded_EndsWhenItIsReported() =>
        Assert.Equal(Start.AddDays(20), new Trial(14, null).Use(Start, Start.AddDays(20)).EndsAt);

    [Fact]
    public void Use_NoTrialAgreed_StartsNone() =>
        Assert.Null(new Trial(0, null).Use(Start, Start).EndsAt);

    [Fact]
    public void IsOpen_UnusedForAYear_StaysOpen() =>
        Assert.True(new Trial(14, null).IsOpen(Start.AddYears(1)));

    [Fact]
    public void IsOpen_AtItsEnd_IsClosed()
    {
        var trial = new Trial(14, Start.AddDays(14));

        Assert.True(trial.IsOpen(Start.AddDays(14).AddTicks(-1)));
        Assert.False(trial.IsOpen(Start.AddDays(14)));
    }

    [Fact]
    public void Begin_AfterTheTrial_IsActiveAndPaidAtOnce()
    {
        var over = new Trial(14, Start);
        var now = Start.AddDays(1);

        Assert.Equal(SubscriptionStatus.Active, SubscriptionLifecycle.Begin(over, now));
        Assert.Equal(now, over.RetailStart(now));
        Assert.Equal(now, over.WholesaleStart(now));
    }

    [Fact]
    public void Begin_WhileTheTrialIsOpen_IsTrial() =>
        Assert.Equal(SubscriptionStatus.Trial, SubscriptionLifecycle.Begin(new Trial(14, null), Start));

    [Fact]
    public void WholesaleStart_NeverUsed_Is21DaysAfterActivation()
    {
        var waiting = new Trial(14, null);

        Assert.Null(waiting.RetailStart(Start));
        Assert.Equal(Start.AddDays(21), waiting.WholesaleStart(Start));
    }

    [Fact]
    public void WholesaleStart_TrialEndsLaterThan21Days_DoesNotWaitForIt() =>
        Assert.Equal(Start.AddDays(21), new Trial(21, null).Use(Start.AddDays(5), Start.AddDays(5)).WholesaleStart(Start));

    [Fact]
    public void WholesaleStart_AnyTrialAndUse_IsWithTheTrialsEndOr21DaysWhicheverIsFirst() =>
        Prop.ForAll(
            (from days in Gen.Choose(1, 21) from usedAfter in Gen.Choose(0, 24 * 60) select (days, usedAfter)).ToArbitrary(),
            made =>
            {
                var usedAt = Start.AddHours(made.usedAfter);
                var trial = new Trial(made.days, null).Use(usedAt, usedAt);
                var latest = Start.AddDays(21);
                return trial.WholesaleStart(Start) == (trial.EndsAt < latest ? trial.EndsAt : latest) && trial.RetailStart(Start) == trial.EndsAt;
            }).QuickCheckThrowOnFailure();
}
