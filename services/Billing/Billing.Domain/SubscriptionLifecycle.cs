using Primitives;

namespace Billing.Domain;

public enum SubscriptionStatus
{
    Trial,
    Active,
    Suspended,
    PendingCancellation,
    Cancelled,
}

public enum SubscriptionAction
{
    EndTrial,
    Suspend,
    Resume,
    CancelNow,
    ScheduleCancellation,
    UndoCancellation,
    ReachCancellationDate,
}

/// <summary><see cref="Agreement"/> is an approved request or an accepted order; <see cref="Platform"/> is time, dunning and restored arrears.</summary>
public enum SubscriptionActor
{
    Seller,
    Agreement,
    Platform,
}

public static class SubscriptionLifecycle
{
    /// <remarks>
    /// Resuming and undoing lead back to where the subscription was before; a table cannot remember that, so its row names the usual place
    /// and <see cref="SubscriptionStanding"/> puts the remembered one there.
    /// </remarks>
    public static readonly Lifecycle<SubscriptionStatus, SubscriptionAction, SubscriptionActor> Table = new(
        "Subscription",
        (SubscriptionStatus.Trial, SubscriptionAction.EndTrial, SubscriptionActor.Platform, SubscriptionStatus.Active),
        (SubscriptionStatus.Trial, SubscriptionAction.Suspend, SubscriptionActor.Seller, SubscriptionStatus.Suspended),
        (SubscriptionStatus.Trial, SubscriptionAction.Suspend, SubscriptionActor.Platform, SubscriptionStatus.Suspended),
        (SubscriptionStatus.Trial, SubscriptionAction.CancelNow, SubscriptionActor.Agreement, SubscriptionStatus.Cancelled),
        (SubscriptionStatus.Trial, SubscriptionAction.ScheduleCancellation, SubscriptionActor.Agreement, SubscriptionStatus.PendingCancellation),
        (SubscriptionStatus.Active, SubscriptionAction.Suspend, SubscriptionActor.Seller, SubscriptionStatus.Suspended),
        (SubscriptionStatus.Active, SubscriptionAction.Suspend, SubscriptionActor.Platform, SubscriptionStatus.Suspended),
        (SubscriptionStatus.Active, SubscriptionAction.CancelNow, SubscriptionActor.Agreement, SubscriptionStatus.Cancelled),
        (SubscriptionStatus.Active, SubscriptionAction.ScheduleCancellation, SubscriptionActor.Agreement, SubscriptionStatus.PendingCancellation),
        (SubscriptionStatus.PendingCancellation, SubscriptionAction.Suspend, SubscriptionActor.Seller, SubscriptionStatus.Suspended),
        (SubscriptionStatus.PendingCancellation, SubscriptionAction.Suspend, SubscriptionActor.Platform, SubscriptionStatus.Suspended),
        (SubscriptionStatus.PendingCancellation, SubscriptionAction.UndoCancellation, SubscriptionActor.Agreement, SubscriptionStatus.Active),
        (SubscriptionStatus.PendingCancellation, SubscriptionAction.CancelNow, SubscriptionActor.Agreement, SubscriptionStatus.Cancelled),
        (SubscriptionStatus.PendingCancellation, SubscriptionAction.ReachCancellationDate, SubscriptionActor.Platform, SubscriptionStatus.Cancelled),
        (SubscriptionStatus.Suspended, SubscriptionAction.Resume, SubscriptionActor.Seller, SubscriptionStatus.Active),
        (SubscriptionStatus.Suspended, SubscriptionAction.Resume, SubscriptionActor.Platform, SubscriptionStatus.Active),
        (SubscriptionStatus.Suspended, SubscriptionAction.CancelNow, SubscriptionActor.Agreement, SubscriptionStatus.Cancelled),
        (SubscriptionStatus.Suspended, SubscriptionAction.ReachCancellationDate, SubscriptionActor.Platform, SubscriptionStatus.Cancelled));

    /// <summary>The status a subscription begins with.</summary>
    public static SubscriptionStatus Begin(Trial trial, DateTimeOffset now) =>
        trial.IsOpen(now) ? SubscriptionStatus.Trial : SubscriptionStatus.Active;
}
