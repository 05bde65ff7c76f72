using Primitives;
using Tickets.Domain;

namespace Tickets.Domain.Tests;

public sealed class TicketLifecycleTests
{
    public static TheoryData<TicketStatus, TicketAction, Party> EveryMove
    {
        get
        {
            var moves = new TheoryData<TicketStatus, TicketAction, Party>();
            foreach (var from in Enum.GetValues<TicketStatus>())
            {
                foreach (var action in Enum.GetValues<TicketAction>())
                {
                    foreach (var by in Enum.GetValues<Party>())
                    {
                        moves.Add(from, action, by);
                    }
                }
            }

            return moves;
        }
    }

    [Theory]
    [Trait("Checklist", "T4")]
    [Trait("Checklist", "X8")]
    [MemberData(nameof(EveryMove))]
    public void Next_EveryStateActionAndParty_IsAsTheRulesSay(TicketStatus from, TicketAction action, Party by)
    {
        TicketStatus? expected = (by, action, from) switch
        {
            (Party.Seller, TicketAction.SetOpen, _) => TicketStatus.Open,
            (Party.Seller, TicketAction.SetInProgress, _) => TicketStatus.InProgress,
            (Party.Seller, TicketAction.SetResolved, _) => TicketStatus.Resolved,
            (Party.Seller, TicketAction.SetClosed, _) => TicketStatus.Closed,
            (Party.Seller, TicketAction.Comment, _) => from,
            (Party.Buyer, TicketAction.Comment, not TicketStatus.Closed) => from,
            (Party.Buyer, TicketAction.Reopen, TicketStatus.Resolved) => TicketStatus.Open,
            (Party.Clock, TicketAction.Expire, TicketStatus.Resolved) => TicketStatus.Closed,
            (Party.Seller, TicketAction.Escalate, TicketStatus.Open or TicketStatus.InProgress) => from,
            (Party.Seller or Party.Buyer, TicketAction.Deescalate, _) => TicketStatus.Closed,
            _ => null,
        };

        var refused = TicketLifecycle.Table.Next(from, action, by).IsRefused(out var refusal, out var to);

        Assert.Equal(expected is null, refused);
        if (expected is { } status)
        {
            Assert.Equal(status, to);
        }
        else
        {
            Assert.Equal(RefusalKind.Conflict, refusal!.Kind);
            Assert.EndsWith("_not_allowed", refusal.Code, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TicketStatus.Open)]
    [InlineData(TicketStatus.InProgress)]
    [InlineData(TicketStatus.Resolved)]
    [InlineData(TicketStatus.Closed)]
    public void ActionFor_EachStatus_ReachesItFromEveryOther(TicketStatus status)
    {
        foreach (var from in Enum.GetValues<TicketStatus>())
        {
            Assert.Equal(status, TicketLifecycle.Table.Next(from, TicketLifecycle.ActionFor(status), Party.Seller).Value);
        }
    }

    [Fact]
    public void RequireSeller_EachParty_RefusesTheBuyerOnly()
    {
        Assert.Null(Parties.RequireSeller(Party.Seller));
        Assert.Null(Parties.RequireSeller(Party.Clock));
        Assert.Equal(("seller_only", RefusalKind.NotPermitted), (Parties.RequireSeller(Party.Buyer)!.Code, Parties.RequireSeller(Party.Buyer)!.Kind));
    }

    [Theory]
    [InlineData(Party.Seller, true, "organization_suspended")]
    [InlineData(Party.Seller, false, null)]
    [InlineData(Party.Buyer, true, null)]
    [InlineData(Party.Buyer, false, null)]
    public void RefuseSuspended_EachParty_LetsWhoAsksGoOn(Party party, bool isSuspended, string? code) =>
        Assert.Equal(code, Parties.RefuseSuspended(party, isSuspended)?.Code);
}
