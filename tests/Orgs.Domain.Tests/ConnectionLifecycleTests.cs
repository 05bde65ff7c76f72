using Orgs.Domain.Connections;
using static Orgs.Domain.Connections.ConnectionAction;
using static Orgs.Domain.Connections.ConnectionActor;
using static Orgs.Domain.Connections.ConnectionStatus;

namespace Orgs.Domain.Tests;

public sealed class ConnectionLifecycleTests
{
    // Written out again rather than read from the code under test: state, action, actor, outcome; all else is refused.
    private static readonly Dictionary<(ConnectionStatus, ConnectionAction, ConnectionActor), ConnectionStatus> Told = new()
    {
        [(Pending, Accept, Buyer)] = Active,
        [(Pending, Decline, Buyer)] = Ended,
        [(Pending, Withdraw, Seller)] = Ended,
        [(Active, Suspend, Seller)] = Suspended,
        [(Active, Suspend, Dunning)] = Suspended,
        [(Suspended, Restore, Seller)] = Active,
        [(Suspended, Restore, Dunning)] = Active,
        [(Active, End, Seller)] = Ended,
        [(Active, End, Buyer)] = Ended,
        [(Suspended, End, Seller)] = Ended,
        [(Suspended, End, Buyer)] = Ended,
    };

    public static TheoryData<ConnectionStatus, ConnectionAction, ConnectionActor> Everything()
    {
        var all = new TheoryData<ConnectionStatus, ConnectionAction, ConnectionActor>();
        foreach (var status in Enum.GetValues<ConnectionStatus>())
        {
            foreach (var action in Enum.GetValues<ConnectionAction>())
            {
                foreach (var actor in Enum.GetValues<ConnectionActor>())
                {
                    all.Add(status, action, actor);
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Next_EveryStateActionAndActor_FollowsTheTable(ConnectionStatus from, ConnectionAction action, ConnectionActor actor)
    {
        var next = ConnectionLifecycle.Next(from, action, actor, liveSubscriptions: 0, overdueInvoices: 0);

        if (Told.TryGetValue((from, action, actor), out var to))
        {
            Assert.Equal(to, next.Value);
        }
        else
        {
            Assert.Equal($"connection_{action.ToString().ToLowerInvariant()}_not_allowed", next.Refusal?.Code);
        }
    }

    [Theory]
    [InlineData(Active)]
    [InlineData(Suspended)]
    public void End_WithLiveSubscriptions_IsRefused(ConnectionStatus from) =>
        Assert.Equal("connection_has_live_subscriptions", ConnectionLifecycle.Next(from, End, Buyer, 1, 0).Refusal?.Code);

    [Fact]
    public void Restore_WithOverdueInvoices_IsRefused() =>
        Assert.Equal("connection_has_arrears", ConnectionLifecycle.Next(Suspended, Restore, Seller, 3, 1).Refusal?.Code);

    [Fact]
    public void Suspend_WithLiveSubscriptionsAndArrears_IsAllowed() =>
        Assert.Equal(Suspended, ConnectionLifecycle.Next(Active, Suspend, Dunning, 3, 2).Value);

    [Fact]
    public void RequireOpen_Ended_IsRefused()
    {
        Assert.Equal("connection_ended", ConnectionLifecycle.RequireOpen(Ended).Refusal?.Code);
        Assert.Null(ConnectionLifecycle.RequireOpen(Suspended).Refusal);
    }
}
