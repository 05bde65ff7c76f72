using Primitives;

namespace Billing.Domain.Tests;

public sealed class SubscriptionStandingTests
{
    private static readonly SubscriptionStanding Active = new(SubscriptionStatus.Active);
    private static readonly SubscriptionStanding Trial = new(SubscriptionStatus.Trial);

    public static TheoryData<SubscriptionStatus, SubscriptionAction, SubscriptionActor> EveryMove =>
    [
        .. from status in Enum.GetValues<SubscriptionStatus>()
           from action in Enum.GetValues<SubscriptionAction>()
           from actor in Enum.GetValues<SubscriptionActor>()
           select new TheoryDataRow<SubscriptionStatus, SubscriptionAction, SubscriptionActor>(status, action, actor),
    ];

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void Move_AnyStatusActionAndActor_IsRefusedExactlyWhereTheTableHasNoRow(SubscriptionStatus status, SubscriptionAction action, SubscriptionActor actor)
    {
        var permitted = SubscriptionLifecycle.Table.Rows.Any(row => row.From == status && row.Action == action && row.By == actor);

        Assert.Equal(permitted, !new SubscriptionStanding(status).Move(action, actor).IsRefused(out _, out _));
    }

    [Theory]
    [InlineData(SubscriptionStatus.Trial)]
    [InlineData(SubscriptionStatus.Active)]
    [InlineData(SubscriptionStatus.PendingCancellation)]
    public void Move_SuspendThenResume_LeadsBackToWhereItWas(SubscriptionStatus status)
    {
        var before = new SubscriptionStanding(status);
        var suspended = Suspend(before);

        Assert.Equal(SubscriptionStatus.Suspended, suspended.Status);
        Assert.Equal(before, Resume(suspended));
    }

    [Fact]
    public void Move_ScheduleCancellationThenUndo_LeadsBackToWhereItWas()
    {
        Assert.Equal(Active, Undo(Schedule(Active)));
        Assert.Equal(Trial, Undo(Schedule(Trial)));
    }

    [Fact]
    public void Move_SuspendedWhileToBeCancelled_IsStillToBeCancelledWhenResumedAndWhatItWasWhenUndone()
    {
        var resumed = Resume(Suspend(Schedule(Trial)));

        Assert.Equal(SubscriptionStatus.PendingCancellation, resumed.Status);
        Assert.Equal(Trial, Undo(resumed));
    }

    [Fact]
    public void Move_ReachCancellationDateWhileSuspended_CancelsForGood()
    {
        var cancelled = Suspend(Schedule(Active)).Move(SubscriptionAction.ReachCancellationDate, SubscriptionActor.Platform).Value;

        Assert.Equal(new SubscriptionStanding(SubscriptionStatus.Cancelled), cancelled);
        Assert.All(
            Enum.GetValues<SubscriptionAction>(),
            action => Assert.All(Enum.GetValues<SubscriptionActor>(), actor => Assert.NotNull(cancelled.Move(action, actor).Refusal)));
    }

    [Fact]
    public void EndTrial_WhateverItWaitsFor_LeavesNoTrialToGoBackTo()
    {
        Assert.Equal(Active, Trial.EndTrial());
        Assert.Equal(Active, Resume(Suspend(Trial).EndTrial()));
        Assert.Equal(Active, Undo(Schedule(Trial).EndTrial()));
        Assert.Equal(Active, Undo(Resume(Suspend(Schedule(Trial)).EndTrial())));
    }

    private static SubscriptionStanding Suspend(SubscriptionStanding standing) => standing.Move(SubscriptionAction.Suspend, SubscriptionActor.Seller).Value;

    private static SubscriptionStanding Resume(SubscriptionStanding standing) => standing.Move(SubscriptionAction.Resume, SubscriptionActor.Seller).Value;

    private static SubscriptionStanding Schedule(SubscriptionStanding standing) =>
        standing.Move(SubscriptionAction.ScheduleCancellation, SubscriptionActor.Agreement).Value;

    private static SubscriptionStanding Undo(SubscriptionStanding standing) =>
        standing.Move(SubscriptionAction.UndoCancellation, SubscriptionActor.Agreement).Value;
}
