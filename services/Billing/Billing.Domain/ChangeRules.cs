using Primitives;

namespace Billing.Domain;

/// <summary>A subscription as far as changing it needs to know it.</summary>
/// <param name="Kind">Of its product.</param>
/// <param name="State">What it is now.</param>
/// <param name="HasScheduledChange">A cancellation is still to come.</param>
/// <param name="Charging">Of its product.</param>
/// <param name="Plan">The reseller plan that its product is; null for any other.</param>
public sealed record ChangedSubscription(
    SubscriptionStatus Status,
    ProductKind Kind,
    RequestedState State,
    bool HasScheduledChange,
    ChargeModel Charging = ChargeModel.Recurring,
    ResellerPlan? Plan = null);

/// <summary>What can be proposed about a subscription that exists.</summary>
public static class ChangeRules
{
    /// <summary>How far ahead a change can be agreed on.</summary>
    public const int MostYearsAhead = 5;

    /// <summary>It can be the day after tomorrow in one place while it is today in another.</summary>
    private const int DaysBetweenCalendars = 2;

    public static readonly Refusal AlreadyUndecided = new(
        "change_undecided", "There is an undecided change of this subscription already; it has to be decided or withdrawn first.");

    public static readonly Refusal AlreadyScheduled = new(
        "change_already_scheduled", "A change of this subscription is still to come; it has to be undone first.");

    public static readonly Refusal Outdated = new(
        "subscription_changed", "The subscription is not what it was when this was proposed; it has to be proposed again.");

    public static readonly Refusal NothingChanges = new("nothing_changes", "This is what the subscription is already.", RefusalKind.Unprocessable);

    private static readonly Refusal PaidOnce = new("one_time_charge_does_not_change", "What is paid once is bought for good; a credit note gives it back.");

    private static readonly Refusal Over = new("subscription_cancelled", "A cancelled subscription does not change any more.");

    /// <summary>An upgrade or a modification, whichever the difference makes it.</summary>
    /// <param name="subscription">As it is.</param>
    /// <param name="wanted">As it is to be; checked for itself by <see cref="RequestRules.Propose"/>.</param>
    /// <param name="wantedKind">Of the product it is to be, as are <paramref name="wantedCharging"/> and <paramref name="wantedPlan"/>.</param>
    public static Result<RequestChange> Change(
        ChangedSubscription subscription,
        RequestedState wanted,
        ProductKind wantedKind,
        ChargeModel wantedCharging = ChargeModel.Recurring,
        ResellerPlan? wantedPlan = null)
    {
        var now = subscription.State;
        if (Changeable(subscription) is { } refusal)
        {
            return refusal;
        }

        if (subscription.HasScheduledChange)
        {
            return AlreadyScheduled;
        }

        if (wanted == now)
        {
            return NothingChanges;
        }

        if (wantedKind != subscription.Kind)
        {
            return new Refusal("product_kind_differs", "A main product and an add-on do not become each other.", RefusalKind.Unprocessable);
        }

        if (wantedCharging != subscription.Charging)
        {
            return new Refusal("charging_differs", "A product that is paid for in another way is bought, not changed to.", RefusalKind.Unprocessable);
        }

        if (wanted.ProductId != now.ProductId && wantedPlan is null != subscription.Plan is null)
        {
            return new Refusal("plan_differs", "A reseller plan is changed to another one, and nothing else becomes one.", RefusalKind.Unprocessable);
        }

        return wanted.ProductId == now.ProductId && wanted.Interval == now.Interval && wanted.PlanLength == now.PlanLength
            ? RequestChange.Modify
            : RequestChange.Upgrade;
    }

    /// <summary>What is left after a cancellation.</summary>
    /// <param name="subscription">As it is.</param>
    /// <param name="quantity">Units to cancel; null for all.</param>
    /// <param name="effective">When.</param>
    public static Result<RequestedState> Cancel(ChangedSubscription subscription, int? quantity, EffectiveTime effective)
    {
        if (Changeable(subscription) is { } refusal)
        {
            return refusal;
        }

        // What is to be cancelled later can still be cancelled at once.
        if (subscription.HasScheduledChange && effective != EffectiveTime.Now)
        {
            return AlreadyScheduled;
        }

        var all = subscription.State.Quantity;
        return quantity is < 1 || quantity > all
            ? Refusal.Invalid("quantity", "quantity_out_of_range", $"Between 1 and {all} units can be cancelled.")
            : subscription.State with { Quantity = all - (quantity ?? all) };
    }

    /// <summary>Null where an add-on can be sold for that subscription.</summary>
    /// <param name="main">What it is to belong to.</param>
    public static Refusal? AddOn(ChangedSubscription main)
    {
        if (main.Kind != ProductKind.Main || main.Charging == ChargeModel.OneTime)
        {
            return Refusal.Invalid("mainSubscriptionId", "not_a_main_subscription", "An add-on belongs to the subscription of a main product.");
        }

        return main.Status is SubscriptionStatus.Trial or SubscriptionStatus.Active or SubscriptionStatus.PendingCancellation
            ? null
            : new Refusal("main_subscription_not_active", "An add-on needs a main subscription that is active.");
    }

    /// <summary>Null where a subscription to a product can be changed to another.</summary>
    /// <param name="targets">What the present product names; nothing named limits nothing.</param>
    /// <param name="wanted">The other product.</param>
    public static Refusal? UpgradeTo(IReadOnlyCollection<Guid> targets, Guid wanted) =>
        targets.Count == 0 || targets.Contains(wanted)
            ? null
            : new Refusal("not_an_upgrade_target", "The present product does not name that one among those it can be changed to.", RefusalKind.Unprocessable);

    /// <summary>Null where units can be given up from a day on: a product's minimum commitment counts from the first day that is paid for.</summary>
    /// <param name="minimum">The product's; null where it has none.</param>
    /// <param name="billedFrom">First day paid for; null while nothing is, which commits to nothing yet.</param>
    /// <param name="from">First day without them.</param>
    public static Refusal? Commitment(Term? minimum, DateOnly? billedFrom, DateOnly from) =>
        minimum is { } shortest && billedFrom is { } first && from < first.AddMonths(shortest.Months())
            ? new Refusal("minimum_commitment_not_over", $"The subscription is committed to until {first.AddMonths(shortest.Months()):yyyy-MM-dd}.")
            : null;

    /// <summary>Null where there is something to undo.</summary>
    public static Refusal? Undo(ChangedSubscription subscription) =>
        subscription.HasScheduledChange ? null : new Refusal("nothing_to_undo", "No change of this subscription is still to come.");

    private static Refusal? Changeable(ChangedSubscription subscription) =>
        subscription.Charging == ChargeModel.OneTime ? PaidOnce : subscription.Status == SubscriptionStatus.Cancelled ? Over : null;

    /// <summary>The day from which a change counts; null for at once.</summary>
    /// <param name="effective">As asked for.</param>
    /// <param name="on">With <see cref="EffectiveTime.Date"/>, else null.</param>
    /// <param name="today">In the seller's calendar.</param>
    /// <param name="periodEnd">First day that is not charged yet; null where charging has not begun.</param>
    /// <param name="isOrdered">
    /// Who orders names a day that is still to come somewhere, without knowing the seller's calendar. Where it has come there, it means at once.
    /// </param>
    public static Result<EffectiveDay> Day(EffectiveTime effective, DateOnly? on, DateOnly today, DateOnly? periodEnd, bool isOrdered = false)
    {
        if (on is not null != (effective == EffectiveTime.Date))
        {
            return Refusal.Invalid("effectiveOn", "effective_date_mismatch", "A date is given if, and only if, the change takes effect on a date.");
        }

        if (on is { } day && (day <= (isOrdered ? today.AddDays(-DaysBetweenCalendars) : today) || day > today.AddYears(MostYearsAhead)))
        {
            return Refusal.Invalid("effectiveOn", "effective_date_out_of_range", $"It lies after today, and not more than {MostYearsAhead} years ahead.");
        }

        if (effective == EffectiveTime.PeriodEnd && periodEnd is null)
        {
            return new Refusal("no_period_yet", "Nothing of this is charged yet, so there is no period that could end.");
        }

        return new EffectiveDay(effective switch
        {
            EffectiveTime.PeriodEnd => periodEnd > today ? periodEnd : null,
            EffectiveTime.Date => on > today ? on : null,
            _ => null,
        });
    }
}

/// <param name="Day">First day on which it counts; null for at once.</param>
public readonly record struct EffectiveDay(DateOnly? Day);
