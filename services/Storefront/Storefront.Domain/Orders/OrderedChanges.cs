using Primitives;

namespace Storefront.Domain;

/// <summary>A subscription that a line of an order is to change.</summary>
/// <param name="Limits">Of its product.</param>
/// <param name="Today">The earliest day it is anywhere: the seller's calendar is not known here.</param>
public sealed record OrderedSubscription(int Quantity, bool HasScheduledChange, QuantityLimits Limits, DateOnly Today);

/// <summary>
/// What can be told of an order's changes before it is placed, so that nobody is written to about an order that cannot be. Billing, which carries it out, has the
/// last word; the codes are its own.
/// </summary>
public static class OrderedChanges
{
    /// <summary>Null where the subscription, as it is now, can be changed so.</summary>
    /// <param name="path">Of the line, as a caller would send it.</param>
    public static FieldError? Check(NewOrderLine line, string path, OrderedSubscription subscription)
    {
        var left = subscription.Quantity - line.Quantity;
        var atOnce = line is { Action: LineAction.Cancel, Effective: EffectiveTime.Now };
        return line.Action switch
        {
            LineAction.Undo => subscription.HasScheduledChange ? null : new($"{path}.action", "nothing_to_undo", "No change of this subscription is still to come."),
            _ when subscription.HasScheduledChange && !atOnce =>
                new($"{path}.action", "change_already_scheduled", "A change of this subscription is still to come; it has to be undone first."),
            LineAction.Increase => subscription.Quantity + line.Quantity > (subscription.Limits.Largest ?? OrderRules.MostUnits)
                ? new($"{path}.quantity", "quantity_too_large", $"There are {subscription.Quantity} already, and {subscription.Limits.Largest ?? OrderRules.MostUnits} at most.")
                : null,
            LineAction.Decrease when left == 0 => new($"{path}.quantity", "quantity_out_of_range", "At least one unit is left; to give all up is to cancel."),
            _ when left < 0 => new($"{path}.quantity", "quantity_out_of_range", $"There are {subscription.Quantity}."),
            _ when left > 0 && left < subscription.Limits.Smallest => new($"{path}.quantity", "quantity_too_small", $"At least {subscription.Limits.Smallest} have to be left."),
            _ when line.EffectiveOn is { } day && (day <= subscription.Today || day > subscription.Today.AddYears(OrderRules.MostYearsAhead)) =>
                new($"{path}.effectiveOn", "effective_date_out_of_range", $"It lies after today, and not more than {OrderRules.MostYearsAhead} years ahead."),
            _ => null,
        };
    }

    /// <summary>A line that ends what another one belongs to: a main subscription takes its add-ons with it. Null where none does.</summary>
    /// <param name="lines">With what each changes, and that one's quantity and main subscription.</param>
    public static FieldError? Conflict(IReadOnlyList<(NewOrderLine Line, int Quantity, Guid? MainSubscriptionId)> lines)
    {
        var ending = lines.Where(line => line.Line.Action == LineAction.Cancel && line.Line.Quantity == line.Quantity).Select(line => line.Line.SubscriptionId).ToHashSet();
        return lines.Index().Where(line => line.Item.MainSubscriptionId is { } main && ending.Contains(main))
            .Select(line => new FieldError($"lines[{line.Index}]", "main_subscription_ends", "The order ends what this belongs to.")).FirstOrDefault();
    }
}
