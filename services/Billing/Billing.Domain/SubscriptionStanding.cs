using System.Runtime.InteropServices;
using Primitives;

namespace Billing.Domain;

/// <summary>A subscription's status, with what it goes back to when a suspension ends or a cancellation is undone.</summary>
/// <param name="Status">The present one.</param>
/// <param name="BeforeSuspension">Where a suspended one was; null for others.</param>
/// <param name="BeforeCancellation">Where one that is to be cancelled was; null for others.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SubscriptionStanding(
    SubscriptionStatus Status, SubscriptionStatus? BeforeSuspension = null, SubscriptionStatus? BeforeCancellation = null)
{
    /// <summary>The standing after <paramref name="action"/>, as the lifecycle's table permits.</summary>
    public Result<SubscriptionStanding> Move(SubscriptionAction action, SubscriptionActor by)
    {
        if (SubscriptionLifecycle.Table.Next(Status, action, by).IsRefused(out var refusal, out var next))
        {
            return refusal;
        }

        return action switch
        {
            SubscriptionAction.Suspend => new SubscriptionStanding(next, Status, BeforeCancellation),
            SubscriptionAction.Resume => new SubscriptionStanding(BeforeSuspension ?? next, null, BeforeCancellation),
            SubscriptionAction.ScheduleCancellation => new SubscriptionStanding(next, null, Status),
            SubscriptionAction.UndoCancellation => new SubscriptionStanding(BeforeCancellation ?? next),
            _ => new SubscriptionStanding(next),
        };
    }

    /// <summary>The trial is over, whatever else the subscription waits for: what it goes back to is no trial any more either.</summary>
    public SubscriptionStanding EndTrial()
    {
        var ended = SubscriptionLifecycle.Table.Next(SubscriptionStatus.Trial, SubscriptionAction.EndTrial, SubscriptionActor.Platform).Value;
        return new SubscriptionStanding(
            Status == SubscriptionStatus.Trial ? ended : Status,
            BeforeSuspension == SubscriptionStatus.Trial ? ended : BeforeSuspension,
            BeforeCancellation == SubscriptionStatus.Trial ? ended : BeforeCancellation);
    }
}
