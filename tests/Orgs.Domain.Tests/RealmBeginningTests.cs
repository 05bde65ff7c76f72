using Orgs.Domain.Realms;

namespace Orgs.Domain.Tests;

public sealed class RealmBeginningTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Decide_LeftOut_IsNow() => Assert.Equal(Now, RealmBeginning.Decide(null, Now).Value);

    [Fact]
    public void Decide_WithinThreeYears_IsThatTimeInUtc()
    {
        var beganAt = RealmBeginning.Decide(new DateTimeOffset(2023, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)), Now).Value;

        Assert.Equal(new DateTimeOffset(2023, 3, 1, 12, 0, 0, TimeSpan.Zero), beganAt);
        Assert.Equal(TimeSpan.Zero, beganAt.Offset);
    }

    [Fact]
    public void Decide_FinerThanTheDatabaseKeeps_IsCutToMicroseconds() =>
        Assert.Equal(Now.AddDays(-1), RealmBeginning.Decide(Now.AddDays(-1).AddTicks(7), Now).Value);

    [Fact]
    public void Decide_Later_IsRefused() => Assert.Equal("began_in_future", RealmBeginning.Decide(Now.AddTicks(1), Now).Refusal?.Code);

    [Fact]
    public void Decide_MoreThanThreeYearsAgo_IsRefused() =>
        Assert.Equal("began_too_long_ago", RealmBeginning.Decide(Now.AddYears(-3).AddTicks(-1), Now).Refusal?.Code);
}
