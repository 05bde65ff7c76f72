using Primitives;

namespace Tickets.Domain.Tests;

[Trait("Checklist", "X8")]
public sealed class EscalationTests
{
    private static readonly Guid Seller = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Operator = Guid.Parse("00000000-0000-0000-0000-000000000002");

    public static TheoryData<EscalationSide, TicketStatus, TicketStatus> EveryMeeting
    {
        get
        {
            var meetings = new TheoryData<EscalationSide, TicketStatus, TicketStatus>();
            foreach (var side in Enum.GetValues<EscalationSide>())
            {
                foreach (var to in Enum.GetValues<TicketStatus>())
                {
                    foreach (var other in Enum.GetValues<TicketStatus>())
                    {
                        meetings.Add(side, to, other);
                    }
                }
            }

            return meetings;
        }
    }

    [Theory]
    [MemberData(nameof(EveryMeeting))]
    public void Follow_EverySideAndPairOfStatuses_IsAsTheRulesSay(EscalationSide changed, TicketStatus to, TicketStatus other)
    {
        var expected = (changed, to, other) switch
        {
            // The customer's ticket follows the operator's, but only its own seller closes it, and what the seller closed stays closed.
            (EscalationSide.Twin, _, TicketStatus.Closed) => TicketStatus.Closed,
            (EscalationSide.Twin, TicketStatus.Closed, _) => TicketStatus.Resolved,
            (EscalationSide.Twin, _, _) => to,

            // The operator's ticket ends with the customer's and comes back with it; whether the operator works on it, only the operator says.
            (EscalationSide.Original, TicketStatus.Open or TicketStatus.InProgress, TicketStatus.Resolved or TicketStatus.Closed) => TicketStatus.Open,
            (EscalationSide.Original, TicketStatus.Open or TicketStatus.InProgress, _) => other,
            (EscalationSide.Original, TicketStatus.Resolved, TicketStatus.Closed) => TicketStatus.Closed,
            _ => to,
        };

        Assert.Equal(expected, EscalationSync.Follow(changed, to, other));
    }

    [Theory]
    [MemberData(nameof(EveryMeeting))]
    public void Follow_ToldAgain_ChangesNothingMore(EscalationSide changed, TicketStatus to, TicketStatus other)
    {
        var once = EscalationSync.Follow(changed, to, other);

        Assert.Equal(once, EscalationSync.Follow(changed, to, once));
    }

    [Theory]
    [InlineData(TicketStatus.Open, true)]
    [InlineData(TicketStatus.InProgress, true)]
    [InlineData(TicketStatus.Resolved, false)]
    [InlineData(TicketStatus.Closed, false)]
    public void Escalate_EachStatus_OnlyWhatIsNotDone(TicketStatus status, bool allowed)
    {
        Assert.Equal(allowed, !TicketLifecycle.Table.Next(status, TicketAction.Escalate, Party.Seller).IsRefused(out _, out var next));
        if (allowed)
        {
            Assert.Equal(status, next);
        }
    }

    [Fact]
    public void RefuseEscalation_EachReason_HasItsCode()
    {
        Assert.Null(Escalations.RefuseEscalation(Seller, Operator, isEscalated: false));
        Assert.Equal(("already_escalated", RefusalKind.Conflict), CodeOf(Escalations.RefuseEscalation(Seller, Operator, isEscalated: true)));
        Assert.Equal(("answered_by_operator", RefusalKind.Conflict), CodeOf(Escalations.RefuseEscalation(Operator, Operator, isEscalated: false)));
        Assert.Equal(("operator_unknown", RefusalKind.Conflict), CodeOf(Escalations.RefuseEscalation(Seller, operatorId: null, isEscalated: false)));
        Assert.Equal(("not_escalated", RefusalKind.Conflict), CodeOf(Escalations.RefuseDeescalation()));
    }

    private static (string, RefusalKind) CodeOf(Refusal? refusal) => (refusal!.Code, refusal.Kind);
}
