namespace Orgs.Domain.Identity;

/// <summary>What a presented refresh token is to its session.</summary>
public enum PresentedToken
{
    /// <summary>The session's current token.</summary>
    Current,

    /// <summary>The one before it.</summary>
    Previous,

    /// <summary>Belongs to the session, but was replaced longer ago or never issued.</summary>
    Older,
}

public enum RefreshDecision
{
    /// <summary>Replace the token by its successor.</summary>
    Rotate,

    /// <summary>Hand out the successor that was handed out already.</summary>
    Repeat,

    /// <summary>Somebody else used this token: revoke the whole session.</summary>
    Reuse,

    /// <summary>The session has ended.</summary>
    Ended,
}

/// <summary>Refresh token rotation with reuse detection.</summary>
public static class RefreshRotation
{
    /// <summary>Two browser tabs, or a client whose answer was lost, may refresh with the same token within this time of its rotation.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long a session lasts unused.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(14);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    /// <param name="endsAt">When the session expires or was revoked, on the wall clock.</param>
    public static RefreshDecision Decide(PresentedToken token, DateTimeOffset rotatedAt, DateTimeOffset endsAt, DateTimeOffset wallClock)
    {
        if (wallClock >= endsAt)
        {
            return RefreshDecision.Ended;
        }

        return token switch
        {
            PresentedToken.Current => RefreshDecision.Rotate,
            PresentedToken.Previous when wallClock - rotatedAt <= Grace => RefreshDecision.Repeat,
            _ => RefreshDecision.Reuse,
        };
    }

    /// <summary>When a session that started and was just used ends.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset startedAt, DateTimeOffset wallClock)
    {
        var idle = wallClock + IdleLifetime;
        var longest = startedAt + LongestLifetime;
        return idle < longest ? idle : longest;
    }
}
