using Primitives;

namespace Orgs.Domain.Members;

public enum InvitationStatus
{
    Open,
    Accepted,
    Withdrawn,
}

public enum InvitationAction
{
    Accept,
    Resend,
    Withdraw,
}

public enum InvitationActor
{
    Invitee,
    Inviter,
}

/// <summary>An invitation's state table. Its lifetime is a security time, so it runs on the wall clock in every realm.</summary>
public static class InvitationLifecycle
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static readonly Lifecycle<InvitationStatus, InvitationAction, InvitationActor> Table = new("Invitation",
    [
        (InvitationStatus.Open, InvitationAction.Accept, InvitationActor.Invitee, InvitationStatus.Accepted),
        (InvitationStatus.Open, InvitationAction.Resend, InvitationActor.Inviter, InvitationStatus.Open),
        (InvitationStatus.Open, InvitationAction.Withdraw, InvitationActor.Inviter, InvitationStatus.Withdrawn),
    ]);

    /// <summary>Accepts once, in time.</summary>
    public static Result<InvitationStatus> Accept(InvitationStatus status, DateTimeOffset expiresAt, DateTimeOffset wallClock)
    {
        var next = Table.Next(status, InvitationAction.Accept, InvitationActor.Invitee);
        return next.Refusal is null && wallClock >= expiresAt
            ? new Refusal("invitation_expired", "This invitation has expired; ask for a new one.")
            : next;
    }
}
