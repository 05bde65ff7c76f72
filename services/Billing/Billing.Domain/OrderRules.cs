using Primitives;

namespace Billing.Domain;

/// <summary>What a line of an order does.</summary>
public enum OrderAction
{
    /// <summary>A new subscription, add-on or one-time product.</summary>
    Buy,

    /// <summary>More units, at the price of those there are.</summary>
    Increase,

    /// <summary>Fewer units.</summary>
    Decrease,

    /// <summary>Units become units of another product, or come on other terms: all of them, or some.</summary>
    Upgrade,

    /// <summary>All units, or some.</summary>
    Cancel,

    /// <summary>What is scheduled is called off.</summary>
    Undo,
}

/// <summary>A line as it was ordered, or is asked about.</summary>
/// <param name="ProductId">What is bought, or what the subscription is to; of an upgrade what it becomes. Null where the subscription says it.</param>
/// <param name="SubscriptionId">What the line changes; null where it buys.</param>
/// <param name="MainSubscriptionId">Of an add-on that is bought: what it belongs to, if that exists.</param>
/// <param name="MainLine">Of an add-on that is bought: the line, from 0, that buys what it belongs to.</param>
/// <param name="Quantity">Units that the action is about; 0 for undo.</param>
/// <param name="Currency">Of what is bought; null where the subscription says it.</param>
/// <param name="UnitPrice">As it was shown; null where nobody was shown one yet.</param>
/// <param name="Interval">Null where it stays, and for the shortest where something is bought; so is <paramref name="PlanLength"/>.</param>
public sealed record OrderedLine(
    OrderAction Action,
    Guid? ProductId,
    Guid? SubscriptionId,
    Guid? MainSubscriptionId,
    int? MainLine,
    int Quantity,
    Currency? Currency,
    Money? UnitPrice,
    Term? Interval,
    Term? PlanLength,
    EffectiveTime Effective = EffectiveTime.Now,
    DateOnly? EffectiveOn = null);

/// <summary>What lines of an order ask for, and what they must not.</summary>
public static class OrderRules
{
    /// <summary>As many as Storefront lets an order have.</summary>
    public const int MostLines = 100;

    public static readonly Refusal LineCount = Refusal.Invalid("lines", "line_count", $"An order has 1 to {MostLines} lines.");

    public static readonly Refusal PriceChanged = new("price_changed", "It does not cost what was shown any more.");

    /// <summary>Null where the lines can be looked at one by one.</summary>
    public static Refusal? Check(IReadOnlyList<OrderedLine> lines)
    {
        if (lines.Count is < 1 or > MostLines)
        {
            return LineCount;
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (Check(lines[i], lines.Take(i)) is { } refusal)
            {
                return refusal.OnLine(i);
            }
        }

        return null;
    }

    private static Refusal? Check(OrderedLine line, IEnumerable<OrderedLine> earlier)
    {
        if (line.Action == OrderAction.Buy)
        {
            return Buys(line, earlier);
        }

        if (line.SubscriptionId is not { } subscription)
        {
            return Refusal.Invalid("subscriptionId", "subscription_required", "The line says which subscription it changes.");
        }

        if (line.MainSubscriptionId is not null || line.MainLine is not null)
        {
            return Refusal.Invalid("mainSubscriptionId", "not_bought", "Only an add-on that is bought says what it belongs to.");
        }

        if (earlier.Any(other => other.SubscriptionId == subscription))
        {
            return Refusal.Invalid("subscriptionId", "subscription_named_twice", "An order changes a subscription once.");
        }

        return line.Action is not (OrderAction.Cancel or OrderAction.Decrease) && line.Effective != EffectiveTime.Now
            ? Refusal.Invalid("effective", "effective_now_only", "Only what is given up can take effect later.")
            : null;
    }

    private static Refusal? Buys(OrderedLine line, IEnumerable<OrderedLine> earlier)
    {
        if (line.ProductId is null || line.Currency is null)
        {
            return Refusal.Invalid(line.ProductId is null ? "productId" : "currency", "required", "What is bought has a product and a currency.");
        }

        if (line.SubscriptionId is not null)
        {
            return Refusal.Invalid("subscriptionId", "bought_anew", "What is bought is a subscription of its own.");
        }

        if (line.MainLine is { } main && (line.MainSubscriptionId is not null || earlier.ElementAtOrDefault(main) is not { Action: OrderAction.Buy }))
        {
            return Refusal.Invalid("mainLine", "main_line_unknown", "An add-on follows the line that buys what it belongs to.");
        }

        return line.Effective == EffectiveTime.Now ? null : Refusal.Invalid("effective", "effective_now_only", "Only what is given up can take effect later.");
    }

    /// <summary>What a line makes of a subscription that keeps its product and terms.</summary>
    /// <param name="line">Anything but buying and upgrading.</param>
    public static Result<OrderedChange> Change(OrderedLine line, ChangedSubscription subscription)
    {
        var now = subscription.State;
        switch (line.Action)
        {
            case OrderAction.Increase:
                return Increase(line, subscription);
            case OrderAction.Decrease when line.Quantity >= now.Quantity:
                return Refusal.Invalid("quantity", "quantity_out_of_range", "At least one unit is left; to give all up is to cancel.");
            case OrderAction.Decrease or OrderAction.Cancel:
                return ChangeRules.Cancel(subscription, line.Quantity, line.Effective).IsRefused(out var refusal, out var left)
                    ? refusal
                    : new OrderedChange(RequestChange.Cancel, left);
            case OrderAction.Undo:
                return ChangeRules.Undo(subscription) is { } nothing ? nothing : new OrderedChange(RequestChange.UndoCancellation, now);
            default:
                throw new ArgumentOutOfRangeException(nameof(line), line.Action, "It is priced anew.");
        }
    }

    private static Result<OrderedChange> Increase(OrderedLine line, ChangedSubscription subscription)
    {
        var now = subscription.State;
        if (line.Quantity is < 1 or > RequestRules.MostUnits)
        {
            return Refusal.Invalid("quantity", "quantity_out_of_range", $"Between 1 and {RequestRules.MostUnits} units are added.");
        }

        if (CheckPrice(line.UnitPrice, now.UnitPrice) is { } changed)
        {
            return changed;
        }

        var more = now with { Quantity = now.Quantity + line.Quantity };
        return ChangeRules.Change(subscription, more, subscription.Kind, subscription.Charging, subscription.Plan).IsRefused(out var refusal, out var kind)
            ? refusal
            : new OrderedChange(kind, more);
    }

    /// <summary>What some or all units of a subscription become.</summary>
    /// <param name="wanted">For the units that the line is about.</param>
    /// <param name="kind">Of the product wanted, as are <paramref name="charging"/> and <paramref name="plan"/>.</param>
    public static Result<OrderedChange> Upgrade(ChangedSubscription subscription, RequestedState wanted, ProductKind kind, ChargeModel charging, ResellerPlan? plan)
    {
        if (wanted.Quantity < 1 || wanted.Quantity > subscription.State.Quantity)
        {
            return Refusal.Invalid("quantity", "quantity_out_of_range", $"Between 1 and {subscription.State.Quantity} units can be upgraded.");
        }

        if (wanted with { UnitPrice = subscription.State.UnitPrice, Quantity = subscription.State.Quantity } is var same && same == subscription.State)
        {
            return ChangeRules.NothingChanges;
        }

        if (ChangeRules.Change(subscription, wanted, kind, charging, plan).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (wanted.Quantity == subscription.State.Quantity)
        {
            return new OrderedChange(RequestChange.Upgrade, wanted);
        }

        return subscription.Status == SubscriptionStatus.Suspended
            ? new Refusal("subscription_suspended", "Of a suspended subscription no part is upgraded.")
            : new OrderedChange(RequestChange.PartialUpgrade, wanted);
    }

    /// <summary>Null where something costs what was shown, or nothing was.</summary>
    public static Refusal? CheckPrice(Money? shown, Money current) => shown is { } known && known != current ? PriceChanged : null;

    /// <summary>Null unless a line ends what another one changes or adds to: a main subscription takes its add-ons with it.</summary>
    /// <param name="lines">Of each, the subscription that it ends, and the main one that it depends on.</param>
    public static Refusal? Conflict(IReadOnlyList<(Guid? Ends, Guid? Main)> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Main is { } main && lines.Any(other => other.Ends == main))
            {
                return new Refusal("main_subscription_ends", "The order ends what this belongs to.", RefusalKind.Unprocessable).OnLine(i);
            }
        }

        return null;
    }

    /// <summary>The same, said of one line of several.</summary>
    public static Refusal OnLine(this Refusal refusal, int line) => refusal with
    {
        Detail = $"Line {line + 1}: {refusal.Detail}",
        Errors = refusal.Errors is { } errors ? [.. errors.Select(error => error with { Field = $"lines[{line}].{error.Field}" })] : null,
    };
}

/// <param name="After">Of a partial upgrade, the units that become something else.</param>
public sealed record OrderedChange(RequestChange Change, RequestedState After);
