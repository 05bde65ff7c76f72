using Primitives;

namespace Storefront.Domain;

/// <summary>How many units of a product are sold at once.</summary>
/// <param name="Largest">Null where nothing but what can be counted limits it.</param>
public sealed record QuantityLimits(int Smallest, int? Largest);

/// <summary>What can be ordered, and who has to agree.</summary>
public static class OrderRules
{
    public const int MostLines = 100;
    public const int MostUnits = 1_000_000;

    /// <summary>How far ahead units can be given up.</summary>
    public const int MostYearsAhead = 5;

    public static readonly Refusal ConnectionNotActive = new("connection_not_active", "Nothing can be ordered on a connection that is not active.");

    public static readonly Refusal ConsentRequired = new(
        "consent_required", "This customer has not agreed that its seller places orders for it. Propose a request instead, which it decides: POST /api/billing/v1/requests.");

    public static readonly Refusal ChangeUndecided = new(
        "change_undecided", "There is an undecided change of this subscription already; it has to be decided or withdrawn first.");

    public static readonly Refusal SellerSuspended = new("seller_suspended", "The seller takes no new orders at present.");

    public static readonly Refusal BuyerSuspended = new("buyer_suspended", "Nothing is sold to an organisation while it is suspended.");

    public static readonly Refusal CurrenciesDiffer = new(
        "currencies_differ", "One order is in one currency.", RefusalKind.Unprocessable, [new FieldError("currency", "currencies_differ", "One order is in one currency.")]);

    /// <summary>
    /// Whether the seller has to agree. What it places itself it agrees to; what gives units up or calls something off, and reseller plans, never wait for it.
    /// </summary>
    /// <param name="required">The seller's setting for this customer.</param>
    public static bool NeedsApproval(BoughtBy placedBy, bool required, IEnumerable<NewOrderLine> lines) =>
        required && placedBy == BoughtBy.Buyer && lines.Any(line => line.IsPurchase && !line.IsPlanOrder);

    /// <summary>Whether the buyer must have agreed beforehand. A parent may put its reseller on a plan, and take it off, without.</summary>
    public static bool NeedsConsent(BoughtBy placedBy, IEnumerable<NewOrderLine> lines) => placedBy == BoughtBy.Seller && lines.Any(line => line.ResellerPlan is null);

    /// <summary>What one interval of the whole order costs before tax.</summary>
    /// <exception cref="InvalidOperationException">The lines' currencies differ, or there are none.</exception>
    public static Money Total(IEnumerable<NewOrderLine> lines) => lines.Select(line => line.Total).Aggregate((sum, total) => sum + total);

    /// <summary>Everything about the lines that can be told from themselves. Field paths are those of the order.</summary>
    public static Refusal? Check(IReadOnlyList<NewOrderLine> lines, string? alias)
    {
        if (lines.Count is < 1 or > MostLines)
        {
            return Refusal.Invalid("lines", "out_of_range", $"An order has 1 to {MostLines} lines.");
        }

        if (Refuse([.. lines.SelectMany((line, index) => Check(line, index, lines))]) is { } malformed)
        {
            return malformed;
        }

        if (lines.Select(line => line.UnitPrice.Currency).Distinct().Count() > 1)
        {
            return CurrenciesDiffer;
        }

        var changed = lines.Select(line => line.SubscriptionId).OfType<Guid>().ToList();
        return changed.Distinct().Count() < changed.Count ? ChangeUndecided : CheckPlan(lines, alias);
    }

    /// <summary>Null where nothing is wrong; one error speaks for itself.</summary>
    public static Refusal? Refuse(IReadOnlyList<FieldError> errors) => errors switch
    {
        [] => null,
        [var only] => Refusal.Invalid(only.Field, only.Code, only.Detail),
        _ => Refusal.Invalid(errors),
    };

    /// <summary>Null if that many units can be bought at once.</summary>
    public static FieldError? CheckQuantity(NewOrderLine line, int index, QuantityLimits limits) =>
        line.Action is (LineAction.Buy or LineAction.Increase) && line.Quantity > (limits.Largest ?? MostUnits)
            ? new FieldError($"lines[{index}].quantity", "quantity_too_large", $"At most {limits.Largest} of {line.ProductName} are sold at once.")
            : line.Action == LineAction.Buy && line.Quantity < limits.Smallest
                ? new FieldError($"lines[{index}].quantity", "quantity_too_small", $"At least {limits.Smallest} of {line.ProductName} are sold at once.")
                : null;

    private static IEnumerable<FieldError> Check(NewOrderLine line, int index, IReadOnlyList<NewOrderLine> lines)
    {
        var path = $"lines[{index}]";
        var isUndo = line.Action == LineAction.Undo;
        if (isUndo ? line.Quantity != 0 : line.Quantity is < 1 or > MostUnits)
        {
            yield return new FieldError($"{path}.quantity", "quantity_out_of_range", isUndo ? "To undo is about no units." : $"The quantity is between 1 and {MostUnits}.");
        }

        if (line.Action == LineAction.Buy == line.SubscriptionId is not null)
        {
            yield return new FieldError($"{path}.subscriptionId", "subscription_mismatch", "What is bought has no subscription yet; every other line changes one.");
        }

        if ((line.MainSubscriptionId is not null || line.MainLineIndex is not null) && line.Action != LineAction.Buy)
        {
            yield return new FieldError($"{path}.mainSubscriptionId", "main_mismatch", "Only an add-on that is bought names what it belongs to.");
        }

        if (line.MainLineIndex is { } main && (main < 0 || main >= index || lines[main] is not { Action: LineAction.Buy, MainLineIndex: null, MainSubscriptionId: null }))
        {
            yield return new FieldError($"{path}.mainLineIndex", "main_line_unknown", "It is the place of an earlier line that buys a main product.");
        }

        if (line.Effective == EffectiveTime.Date != line.EffectiveOn is not null)
        {
            yield return new FieldError($"{path}.effectiveOn", "effective_mismatch", "A day goes with the effective time date, and with no other.");
        }

        if (line.Effective != EffectiveTime.Now && line.Action is not (LineAction.Cancel or LineAction.Decrease))
        {
            yield return new FieldError($"{path}.effective", "effective_now_only", "Only what is given up can take effect later.");
        }

        if (line.IsPurchase && (line.UnitPrice.IsNegative || line.Discount.IsNegative || line.Discount.Currency != line.UnitPrice.Currency))
        {
            yield return new FieldError($"{path}.unitPrice", "price_negative", "A price is zero or more.");
        }

        if (!line.PlanLength.IsWholeNumberOf(line.Interval))
        {
            yield return new FieldError($"{path}.planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals.");
        }
    }

    /// <summary>A plan is all or nothing with its alias, so it is ordered by itself. Whether the alias is the right one is a matter of <see cref="PlanOrderRules"/>.</summary>
    private static Refusal? CheckPlan(IReadOnlyList<NewOrderLine> lines, string? alias)
    {
        if (!lines.Any(line => line.IsPlanOrder))
        {
            return alias is null ? null : Refusal.Invalid("alias", "alias_not_wanted", "An alias goes with a reseller plan.");
        }

        if (lines is not [{ Quantity: 1, IsManual: false }])
        {
            return new Refusal("reseller_plan_alone", "A reseller plan is ordered by itself, once.", RefusalKind.Unprocessable);
        }

        return alias is not null && AliasName.Check(alias) is { } malformed ? Refuse([malformed]) : null;
    }
}
