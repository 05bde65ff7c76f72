using Orgs.Domain.Members;

namespace Orgs.Domain.Tests;

public sealed class InvitationLifecycleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Accept_OpenAndInTime_IsAccepted() =>
        Assert.Equal(InvitationStatus.Accepted, InvitationLifecycle.Accept(InvitationStatus.Open, Now.AddTicks(1), Now).Value);

    [Theory]
    [InlineData(InvitationStatus.Open, "invitation_expired")]
    [InlineData(InvitationStatus.Accepted, "invitation_accept_not_allowed")]
    [InlineData(InvitationStatus.Withdrawn, "invitation_accept_not_allowed")]
    public void Accept_ExpiredUsedOrWithdrawn_IsRefused(InvitationStatus status, string code) =>
        Assert.Equal(code, InvitationLifecycle.Accept(status, Now, Now).Refusal?.Code);

    [Theory]
    [InlineData(InvitationStatus.Accepted)]
    [InlineData(InvitationStatus.Withdrawn)]
    public void Next_NotOpen_AllowsNothing(InvitationStatus status)
    {
        Assert.Empty(InvitationLifecycle.Table.Allowed(status, InvitationActor.Inviter));
        Assert.Empty(InvitationLifecycle.Table.Allowed(status, InvitationActor.Invitee));
    }

    [Fact]
    public void Next_Open_InviterResendsOrWithdraws() =>
        Assert.Equal(
            [InvitationAction.Resend, InvitationAction.Withdraw],
            InvitationLifecycle.Table.Allowed(InvitationStatus.Open, InvitationActor.Inviter));
}
