using Orgs.Domain.Organizations;
using static Orgs.Domain.Organizations.OrganizationAction;
using static Orgs.Domain.Organizations.OrganizationActor;
using static Orgs.Domain.Organizations.OrganizationStatus;

namespace Orgs.Domain.Tests;

public sealed class OrganizationLifecycleTests
{
    private static readonly OrganizationTies Free = new(Children: 0, OpenConnections: 0, LiveSubscriptions: 0);

    // Written out again rather than read from the code under test: state, action, actor, outcome; all else is refused.
    private static readonly Dictionary<(OrganizationStatus, OrganizationAction, OrganizationActor), OrganizationStatus> Told = new()
    {
        [(Active, Suspend, Parent)] = Suspended,
        [(Suspended, Restore, Parent)] = Active,
        [(Active, End, Parent)] = Ended,
        [(Suspended, End, Parent)] = Ended,
    };

    public static TheoryData<OrganizationStatus, OrganizationAction, OrganizationActor> Everything()
    {
        var all = new TheoryData<OrganizationStatus, OrganizationAction, OrganizationActor>();
        foreach (var status in Enum.GetValues<OrganizationStatus>())
        {
            foreach (var action in Enum.GetValues<OrganizationAction>())
            {
                foreach (var actor in Enum.GetValues<OrganizationActor>())
                {
                    all.Add(status, action, actor);
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Next_EveryStateActionAndActor_FollowsTheTable(OrganizationStatus from, OrganizationAction action, OrganizationActor actor)
    {
        var next = OrganizationLifecycle.Next(from, action, actor, Free);

        if (Told.TryGetValue((from, action, actor), out var to))
        {
            Assert.Equal(to, next.Value);
        }
        else
        {
            Assert.Equal($"organization_{action.ToString().ToLowerInvariant()}_not_allowed", next.Refusal?.Code);
        }
    }

    [Theory]
    [InlineData(1, 0, 0, "organization_has_children")]
    [InlineData(0, 1, 0, "organization_has_open_connections")]
    [InlineData(0, 0, 1, "organization_has_live_subscriptions")]
    public void End_WithAnythingLeft_IsRefused(int children, int connections, int subscriptions, string code) =>
        Assert.Equal(code, OrganizationLifecycle.Next(Active, End, Parent, new OrganizationTies(children, connections, subscriptions)).Refusal?.Code);

    [Fact]
    public void Suspend_WithEverythingLeft_IsAllowed() =>
        Assert.Equal(Suspended, OrganizationLifecycle.Next(Active, Suspend, Parent, new OrganizationTies(1, 1, 1)).Value);

    [Theory]
    [InlineData(Active, null)]
    [InlineData(Suspended, null)]
    [InlineData(Ended, "organization_ended")]
    public void RequireOpen_EndedOnly_IsRefused(OrganizationStatus status, string? code) =>
        Assert.Equal(code, OrganizationLifecycle.RequireOpen(status).Refusal?.Code);
}
