using Orgs.Domain.Realms;

namespace Orgs.Domain.Tests;

public sealed class ClockAdvanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("P13D", "2026-02-13T12:00:00Z")]
    [InlineData("P1M", "2026-02-28T12:00:00Z")]
    [InlineData("P1Y2W", "2027-02-14T12:00:00Z")]
    [InlineData("PT36H", "2026-02-02T00:00:00Z")]
    [InlineData("P1DT1H1M1S", "2026-02-01T13:01:01Z")]
    public void Target_ByADuration_AddsCalendarTime(string by, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), ClockAdvance.Target(RealmKind.Sandbox, Now, by, null).Value);

    [Fact]
    public void Target_ToATime_IsThatTimeInUtc()
    {
        var target = ClockAdvance.Target(RealmKind.Sandbox, Now, null, new DateTimeOffset(2026, 2, 1, 2, 0, 0, TimeSpan.FromHours(2))).Value;

        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), target);
        Assert.Equal(TimeSpan.Zero, target.Offset);
    }

    [Theory]
    [InlineData("13 days")]
    [InlineData("-P1D")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P99999999D")]
    [InlineData("P9999M")]
    public void Target_ByNoDuration_IsRefused(string by) =>
        Assert.Equal("not_a_duration", ClockAdvance.Target(RealmKind.Sandbox, Now, by, null).Refusal?.Code);

    [Fact]
    public void Target_LiveRealm_IsRefused() =>
        Assert.Equal("realm_clock_is_wall_clock", ClockAdvance.Target(RealmKind.Live, Now, "P1D", null).Refusal?.Code);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Target_NotForward_IsRefused(int days) =>
        Assert.Equal("realm_clock_never_goes_back", ClockAdvance.Target(RealmKind.Sandbox, Now, null, Now.AddDays(days)).Refusal?.Code);

    [Fact]
    public void Target_NothingOrBoth_IsRefused()
    {
        Assert.Equal("by_or_to", ClockAdvance.Target(RealmKind.Sandbox, Now, null, null).Refusal?.Code);
        Assert.Equal("by_or_to", ClockAdvance.Target(RealmKind.Sandbox, Now, "P1D", Now.AddDays(1)).Refusal?.Code);
    }

    [Fact]
    public void Target_TooFar_IsRefused() =>
        Assert.Equal("too_far", ClockAdvance.Target(RealmKind.Sandbox, Now, null, Now.AddYears(10)).Refusal?.Code);

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 5)]
    public void Rounds_OneServiceSilent_Waits(bool isSettling, int round) => Assert.Equal(ClockRound.Waiting, Decide(isSettling, round, orgs: 2, billing: null));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, ClockRounds.MostToSettle - 1)]
    [InlineData(false, 3)]
    [InlineData(false, 100)]
    public void Rounds_SomebodyWorked_GoesAgain(bool isSettling, int round) => Assert.Equal(ClockRound.Again, Decide(isSettling, round, orgs: 0, billing: 1));

    [Fact]
    public void Rounds_NobodyWorkedInTheFirst_GoesAgain() => Assert.Equal(ClockRound.Again, Decide(isSettling: true, round: 1, orgs: 0, billing: 0));

    [Fact]
    public void Rounds_NobodyWorkedInALaterOne_MovesTheClock() => Assert.Equal(ClockRound.Move, Decide(isSettling: true, round: 2, orgs: 0, billing: 0));

    [Fact]
    public void Rounds_SomebodyNeverStops_MovesTheClockAllTheSame() =>
        Assert.Equal(ClockRound.Move, Decide(isSettling: true, ClockRounds.MostToSettle, orgs: 0, billing: 1));

    [Fact]
    public void Rounds_NobodyWorkedAfterTheMove_IsDone() => Assert.Equal(ClockRound.Done, Decide(isSettling: false, round: 3, orgs: 0, billing: 0));

    private static ClockRound Decide(bool isSettling, int round, int orgs, int? billing)
    {
        var work = new Dictionary<string, int> { ["orgs"] = orgs };
        if (billing is { } done)
        {
            work["billing"] = done;
        }

        return ClockRounds.Decide(work, ["orgs", "billing"], round, isSettling);
    }
}
