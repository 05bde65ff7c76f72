namespace Orgs.Domain.Identity;

/// <summary>How failed sign-ins lock an identity. The same for e-mail addresses nobody has, so that a lock reveals nothing.</summary>
public static class SignInLockout
{
    /// <summary>The failure that locks.</summary>
    public const int Limit = 5;

    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    /// <summary>Failures further apart than this are not counted together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>The state after one more failure.</summary>
    public static SignInFailures Failed(SignInFailures? before, DateTimeOffset wallClock)
    {
        var counts = before is not null && wallClock - before.LastAt < Window ? before.Count + 1 : 1;
        return new SignInFailures(counts, wallClock, counts >= Limit ? wallClock + Duration : null);
    }
}

/// <param name="Count">Failures in a row.</param>
/// <param name="LastAt">When the last one was, on the wall clock.</param>
/// <param name="LockedUntil">Null when not locked.</param>
public sealed record SignInFailures(int Count, DateTimeOffset LastAt, DateTimeOffset? LockedUntil)
{
    public bool IsLocked(DateTimeOffset wallClock) => LockedUntil > wallClock;
}
