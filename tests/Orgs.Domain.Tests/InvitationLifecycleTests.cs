using Orgs.Domain.Members;
using static Orgs.Domain.Members.InvitationAction;
using static Orgs.Domain.Members.InvitationActor;
using static Orgs.Domain.Members.InvitationStatus;

namespace Orgs.Domain.Tests;

public sealed class InvitationLifecycleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Written out again rather than read from the code under test: state, action, actor, outcome; all else is refused.
    private static readonly Dictionary<(InvitationStatus, InvitationAction, InvitationActor), InvitationStatus> Told = new()
    {
        [(Open, Accept, Invitee)] = Accepted,
        [(Open, Resend, Inviter)] = Open,
        [(Open, Withdraw, Inviter)] = Withdrawn,
    };

    public static TheoryData<InvitationStatus, InvitationAction, InvitationActor> Everything()
    {
        var all = new TheoryData<InvitationStatus, InvitationAction, InvitationActor>();
        foreach (var status in Enum.GetValues<InvitationStatus>())
        {
            foreach (var action in Enum.GetValues<InvitationAction>())
            {
                foreach (var actor in Enum.GetValues<InvitationActor>())
                {
                    all.Add(status, action, actor);
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Next_EveryStateActionAndActor_FollowsTheTable(InvitationStatus from, InvitationAction action, InvitationActor actor)
    {
        var next = InvitationLifecycle.Table.Next(from, action, actor);

        if (Told.TryGetValue((from, action, actor), out var to))
        {
            Assert.Equal(to, next.Value);
        }
        else
        {
            Assert.Equal($"invitation_{action.ToString().ToLowerInvariant()}_not_allowed", next.Refusal?.Code);
        }
    }

    [Fact]
    public void Accept_OpenAndInTime_IsAccepted() => Assert.Equal(Accepted, InvitationLifecycle.Accept(Open, Now.AddTicks(1), Now).Value);

    [Theory]
    [InlineData(Open, "invitation_expired")]
    [InlineData(Accepted, "invitation_accept_not_allowed")]
    [InlineData(Withdrawn, "invitation_accept_not_allowed")]
    public void Accept_ExpiredUsedOrWithdrawn_IsRefused(InvitationStatus status, string code) =>
        Assert.Equal(code, InvitationLifecycle.Accept(status, Now, Now).Refusal?.Code);
}
