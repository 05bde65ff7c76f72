using Orgs.Domain.Identity;

namespace Orgs.Domain.Tests;

public sealed class IdentityRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddDays(1);

    [Fact]
    public void Failed_FifthInARow_Locks()
    {
        SignInFailures? failures = null;
        for (var i = 0; i < SignInLockout.Limit - 1; i++)
        {
            failures = SignInLockout.Failed(failures, Now.AddSeconds(i));
            Assert.False(failures.IsLocked(Now.AddSeconds(i)));
        }

        var last = SignInLockout.Failed(failures, Now.AddSeconds(10));

        Assert.True(last.IsLocked(Now.AddSeconds(10)));
        Assert.True(last.IsLocked(Now.AddSeconds(10) + SignInLockout.Duration - TimeSpan.FromTicks(1)));
        Assert.False(last.IsLocked(Now.AddSeconds(10) + SignInLockout.Duration));
    }

    [Fact]
    public void Failed_AfterTheWindow_CountsFromOne()
    {
        var old = new SignInFailures(SignInLockout.Limit - 1, Now, null);

        Assert.Equal(1, SignInLockout.Failed(old, Now + SignInLockout.Window).Count);
        Assert.Equal(SignInLockout.Limit, SignInLockout.Failed(old, Now + SignInLockout.Window - TimeSpan.FromTicks(1)).Count);
    }

    [Theory]
    [InlineData(PresentedToken.Current, 3600, RefreshDecision.Rotate)]
    [InlineData(PresentedToken.Previous, 10, RefreshDecision.Repeat)]
    [InlineData(PresentedToken.Previous, 11, RefreshDecision.Reuse)]
    [InlineData(PresentedToken.Older, 0, RefreshDecision.Reuse)]
    public void Decide_LiveSession_FollowsTheTokensAge(PresentedToken token, int secondsSinceRotation, RefreshDecision expected) =>
        Assert.Equal(expected, RefreshRotation.Decide(token, Now.AddSeconds(-secondsSinceRotation), Later, Now));

    [Theory]
    [InlineData(PresentedToken.Current)]
    [InlineData(PresentedToken.Previous)]
    [InlineData(PresentedToken.Older)]
    public void Decide_EndedSession_IsEnded(PresentedToken token) =>
        Assert.Equal(RefreshDecision.Ended, RefreshRotation.Decide(token, Now, Now, Now));

    [Fact]
    public void EndOf_UsedSession_IsIdleLifetimeButNeverBeyondTheLongest()
    {
        Assert.Equal(Now + RefreshRotation.IdleLifetime, RefreshRotation.EndOf(Now, Now));
        Assert.Equal(Now + RefreshRotation.LongestLifetime, RefreshRotation.EndOf(Now, Now.AddDays(89)));
    }

    [Theory]
    [InlineData("short-pw1", "password_length")]
    [InlineData(null, "password_length")]
    [InlineData("aaaaaaaaaaab", "password_too_simple")]
    [InlineData("my ANNA@example.org pw", "password_too_simple")]
    [InlineData("correct horse battery", null)]
    public void Check_Password_IsJudgedByLengthAndVariety(string? password, string? code) =>
        Assert.Equal(code, PasswordPolicy.Check("password", password, "anna@example.org")?.Code);

    [Fact]
    public void Check_EndlessPassword_IsRefused() =>
        Assert.Equal("password_length", PasswordPolicy.Check("password", string.Concat(Enumerable.Repeat("abcd", 51)), "anna@example.org")?.Code);
}
