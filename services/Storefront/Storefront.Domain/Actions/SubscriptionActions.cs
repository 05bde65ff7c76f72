using Primitives;

namespace Storefront.Domain;

/// <summary>
/// What can be done to a subscription now, and why not the rest. <see cref="Permit"/> asks <see cref="Offer"/>: what is not offered is refused, with the
/// same words.
/// </summary>
public static class SubscriptionActions
{
    private static readonly EffectiveTime[] AnyTime = [EffectiveTime.PeriodEnd, EffectiveTime.Now, EffectiveTime.Date];

    /// <summary>Nothing is charged for yet, so there is no period that could end.</summary>
    private static readonly EffectiveTime[] AnyTimeInTrial = [EffectiveTime.Now, EffectiveTime.Date];

    private static readonly EffectiveTime[] AtOnce = [EffectiveTime.Now];

    /// <summary>Every action, in the order of the enum.</summary>
    public static IReadOnlyList<ActionOffer> Offers(ActionFacts facts) => [.. Enum.GetValues<SubscriptionAction>().Select(action => Offer(facts, action))];

    public static ActionOffer Offer(ActionFacts facts, SubscriptionAction action)
    {
        var refusal = RefuseAll(facts) ?? RefuseSubject(facts.Subject, action);
        return refusal is not null
            ? new ActionOffer(action, refusal)
            : action switch
            {
                SubscriptionAction.BuyLicences => BuyLicences(facts.Subject),
                SubscriptionAction.DecreaseLicences => Decrease(facts.Subject, facts.Today),
                SubscriptionAction.Upgrade => Upgrade(facts),
                SubscriptionAction.BuyAddOn => BuyAddOn(facts),
                SubscriptionAction.DecreaseAddOn => OfAddOns(facts, action, Decrease),
                SubscriptionAction.CancelAddOn => OfAddOns(facts, action, Cancel),
                SubscriptionAction.Cancel => Cancel(facts.Subject, facts.Today),
                SubscriptionAction.Undo => Undo(facts.Subject),
                _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
            };
    }

    /// <summary>The line that an order has for it; or the refusal of what is not offered, or not within the bounds of the offer.</summary>
    public static Result<PermittedAction> Permit(ActionFacts facts, ActionWish wish)
    {
        var offer = Offer(facts, wish.Action);
        if (offer.Refusal is { } refusal)
        {
            return refusal;
        }

        var subject = facts.Subject;
        return wish.Action switch
        {
            SubscriptionAction.BuyLicences => Line(LineAction.Increase, subject, offer.Units!.Value, wish.Quantity),
            SubscriptionAction.DecreaseLicences => GiveUp(LineAction.Decrease, subject, offer.Units!.Value, offer.Effective!, offer.EarliestOn, facts.Today, wish),
            SubscriptionAction.Cancel => GiveUp(LineAction.Cancel, subject, offer.Units!.Value, offer.Effective!, offer.EarliestOn, facts.Today, wish),
            SubscriptionAction.Upgrade => Upgrade(subject, offer, wish),
            SubscriptionAction.BuyAddOn => Chosen(offer, wish, LineAction.Buy, null, wish.Quantity),
            SubscriptionAction.DecreaseAddOn => OfAddOn(facts, offer, wish, LineAction.Decrease),
            SubscriptionAction.CancelAddOn => OfAddOn(facts, offer, wish, LineAction.Cancel),
            _ => new PermittedAction(LineAction.Undo, subject.SubscriptionId, subject.Product, 0, null, EffectiveTime.Now, null),
        };
    }

    /// <summary>What stands in the way of everything, the most general first.</summary>
    private static Refusal? RefuseAll(ActionFacts facts)
    {
        if (facts.ConnectionStatus != ConnectionStatus.Active)
        {
            return OrderRules.ConnectionNotActive;
        }

        if (facts.Seller == SellerStanding.WithoutCatalogue)
        {
            return ActionRefusals.NotSelfService;
        }

        return facts.SellerIsSuspended ? OrderRules.SellerSuspended : facts.BuyerIsSuspended ? OrderRules.BuyerSuspended : null;
    }

    /// <summary>What the subscription itself permits.</summary>
    private static Refusal? RefuseSubject(ActionSubject subject, SubscriptionAction action)
    {
        if (subject.Kind == SubscriptionKind.OneTime || subject.Product.Charging == ChargeModel.OneTime)
        {
            return ActionRefusals.PaidOnce;
        }

        if (subject.Status == SubscriptionStatus.Cancelled)
        {
            return ActionRefusals.Cancelled;
        }

        if (subject.Status == SubscriptionStatus.Suspended && action != SubscriptionAction.Cancel)
        {
            return ActionRefusals.Suspended;
        }

        if (IsOfAddOns(action))
        {
            return subject.Product.ResellerPlan is not null ? ActionRefusals.PlanSubscription
                : subject.Kind != SubscriptionKind.Main ? ActionRefusals.NotMain
                : null;
        }

        if (subject.Product.ResellerPlan is not null && action is not (SubscriptionAction.Upgrade or SubscriptionAction.Undo))
        {
            return ActionRefusals.PlanSubscription;
        }

        if (subject.IsUndecided)
        {
            return OrderRules.ChangeUndecided;
        }

        return subject.ScheduledQuantity is not null && action is not (SubscriptionAction.Cancel or SubscriptionAction.Undo) ? ActionRefusals.ChangeScheduled : null;
    }

    private static ActionOffer BuyLicences(ActionSubject subject)
    {
        const SubscriptionAction Action = SubscriptionAction.BuyLicences;
        var room = (subject.Product.Limits.Largest ?? OrderRules.MostUnits) - subject.Quantity;
        return subject.Product.Charging == ChargeModel.Usage ? new ActionOffer(Action, ActionRefusals.ChargedPerEvent)
            : !subject.Product.IsPublished ? new ActionOffer(Action, ActionRefusals.NotPublished)
            : room < 1 ? new ActionOffer(Action, ActionRefusals.LargestQuantity)
            : new ActionOffer(Action, null, new UnitRange(1, room));
    }

    private static ActionOffer Decrease(ActionSubject subject, DateOnly today)
    {
        const SubscriptionAction Action = SubscriptionAction.DecreaseLicences;
        var surplus = subject.Quantity - Math.Max(1, subject.Product.Limits.Smallest);
        return subject.Product.Charging == ChargeModel.Usage ? new ActionOffer(Action, ActionRefusals.ChargedPerEvent)
            : surplus < 1 ? new ActionOffer(Action, ActionRefusals.SmallestQuantity)
            : GivenUp(Action, subject, new UnitRange(1, surplus), today);
    }

    private static ActionOffer Cancel(ActionSubject subject, DateOnly today) =>
        GivenUp(SubscriptionAction.Cancel, subject, new UnitRange(1, subject.Quantity), today);

    /// <summary>Within a commitment only a day after it can be named. What is to end later, or is suspended, can only be ended at once.</summary>
    private static ActionOffer GivenUp(SubscriptionAction action, ActionSubject subject, UnitRange units, DateOnly today)
    {
        var onlyAtOnce = subject.ScheduledQuantity is not null || subject.Status == SubscriptionStatus.Suspended;
        return (subject.CommittedUntil(today), onlyAtOnce) switch
        {
            ({ } until, true) => new ActionOffer(action, ActionRefusals.Committed(until)),
            ({ } until, false) => new ActionOffer(action, null, units, [EffectiveTime.Date], until),
            (null, true) => new ActionOffer(action, null, units, AtOnce),
            _ => new ActionOffer(action, null, units, subject.Status == SubscriptionStatus.Trial ? AnyTimeInTrial : AnyTime, today.AddDays(1)),
        };
    }

    /// <summary>The present product need not be published, nor listed: what it becomes has to be.</summary>
    private static ActionOffer Upgrade(ActionFacts facts)
    {
        var subject = facts.Subject;
        var products = facts.Targets
            .Where(target => target.Product.Id != subject.Product.Id
                && target.Product.Kind == subject.Product.Kind
                && target.Product.Charging == subject.Product.Charging
                && IsUpgradeOfPlan(subject.Product.ResellerPlan, target.Product.ResellerPlan))
            .Select(target => Offered(target, subject.Quantity))
            .OfType<ProductOffer>()
            .ToList();
        return products.Count == 0
            ? new ActionOffer(SubscriptionAction.Upgrade, ActionRefusals.NoUpgrade)
            : new ActionOffer(SubscriptionAction.Upgrade, null, new UnitRange(products.Min(product => product.Units.Smallest), products.Max(product => product.Units.Largest))) { Products = products };
    }

    /// <summary>Only a plan becomes a plan, and by itself a partner goes no further than Standard.</summary>
    private static bool IsUpgradeOfPlan(ResellerPlan? from, ResellerPlan? to) => (from, to) is (null, null) or (ResellerPlan.Free, ResellerPlan.Standard);

    private static ActionOffer BuyAddOn(ActionFacts facts)
    {
        var products = facts.AddOnProducts.Where(product => product.Product.Kind == ProductKind.AddOn)
            .Select(product => Offered(product, OrderRules.MostUnits))
            .OfType<ProductOffer>()
            .ToList();
        return products.Count == 0
            ? new ActionOffer(SubscriptionAction.BuyAddOn, ActionRefusals.NoAddOnOffered)
            : new ActionOffer(SubscriptionAction.BuyAddOn, null, new UnitRange(products.Min(product => product.Units.Smallest), products.Max(product => product.Units.Largest))) { Products = products };
    }

    private static ProductOffer? Offered(PricedProduct product, int atMost)
    {
        var limits = product.Product.Limits;
        var units = new UnitRange(Math.Max(1, limits.Smallest), Math.Min(atMost, limits.Largest ?? OrderRules.MostUnits));
        return product.Product.IsPublished && product.Price is { } price && units.Smallest <= units.Largest ? new ProductOffer(product.Product, price, units) : null;
    }

    /// <summary>Offered if it can be done to one of the add-ons; otherwise what keeps it from the first.</summary>
    private static ActionOffer OfAddOns(ActionFacts facts, SubscriptionAction action, Func<ActionSubject, DateOnly, ActionOffer> offer)
    {
        var alone = action == SubscriptionAction.CancelAddOn ? SubscriptionAction.Cancel : SubscriptionAction.DecreaseLicences;
        var offers = facts.AddOns.Where(addOn => addOn.Status != SubscriptionStatus.Cancelled)
            .Select(addOn => (addOn.SubscriptionId, Offer: RefuseSubject(addOn, alone) is { } refusal ? new ActionOffer(alone, refusal) : offer(addOn, facts.Today)))
            .ToList();
        if (offers.Count == 0)
        {
            return new ActionOffer(action, ActionRefusals.NoAddOns);
        }

        var offered = offers.Where(addOn => addOn.Offer.IsOffered)
            .Select(addOn => new AddOnOffer(addOn.SubscriptionId, addOn.Offer.Units!.Value, addOn.Offer.Effective!, addOn.Offer.EarliestOn))
            .ToList();
        return offered.Count == 0 ? new ActionOffer(action, offers[0].Offer.Refusal) : new ActionOffer(action, null) { AddOns = offered };
    }

    private static ActionOffer Undo(ActionSubject subject) =>
        new(SubscriptionAction.Undo, subject.ScheduledQuantity is null ? ActionRefusals.NothingToUndo : null);

    private static Result<PermittedAction> Line(LineAction line, ActionSubject subject, UnitRange units, int? quantity) =>
        quantity is not { } wanted || !units.Includes(wanted)
            ? ActionRefusals.Quantity(units)
            : new PermittedAction(line, subject.SubscriptionId, subject.Product, wanted, null, EffectiveTime.Now, null);

    private static Result<PermittedAction> GiveUp(
        LineAction line, ActionSubject subject, UnitRange units, IReadOnlyList<EffectiveTime> times, DateOnly? earliest, DateOnly today, ActionWish wish)
    {
        var quantity = wish.Quantity ?? (line == LineAction.Cancel ? units.Largest : 0);
        var effective = wish.Effective ?? times[0];
        if (!units.Includes(quantity))
        {
            return ActionRefusals.Quantity(units);
        }

        if (RefuseRest(subject, quantity) is { } tooFew)
        {
            return tooFew;
        }

        if (!times.Contains(effective))
        {
            // Nothing but a commitment leaves only days to be named, and a second change can be scheduled by nobody.
            return times is [EffectiveTime.Date] ? ActionRefusals.Committed(earliest!.Value)
                : subject.ScheduledQuantity is not null ? ActionRefusals.ChangeScheduled
                : Refusal.Invalid("effective", "effective_time_not_offered", "It cannot take effect then.");
        }

        if (wish.EffectiveOn is not null != (effective == EffectiveTime.Date))
        {
            return Refusal.Invalid("effectiveOn", "effective_date_mismatch", "A date is given if, and only if, the change takes effect on a date.");
        }

        var latest = today.AddYears(OrderRules.MostYearsAhead);
        return wish.EffectiveOn < earliest || wish.EffectiveOn > latest
            ? Refusal.Invalid("effectiveOn", "effective_date_out_of_range", $"Not before {earliest:yyyy-MM-dd}, and not after {latest:yyyy-MM-dd}.")
            : new PermittedAction(line, subject.SubscriptionId, subject.Product, quantity, null, effective, wish.EffectiveOn);
    }

    private static Result<PermittedAction> Upgrade(ActionSubject subject, ActionOffer offer, ActionWish wish)
    {
        var quantity = wish.Quantity ?? subject.Quantity;
        return RefuseRest(subject, quantity) is { } tooFew ? tooFew : Chosen(offer, wish, LineAction.Upgrade, subject.SubscriptionId, quantity);
    }

    /// <summary>What stays of a subscription that loses only some units is held to its product's limits.</summary>
    private static Refusal? RefuseRest(ActionSubject subject, int quantity)
    {
        var left = subject.Quantity - quantity;
        return left > 0 && left < subject.Product.Limits.Smallest
            ? Refusal.Invalid("quantity", "quantity_not_offered", $"All units, or all but {subject.Product.Limits.Smallest}.")
            : null;
    }

    private static Result<PermittedAction> Chosen(ActionOffer offer, ActionWish wish, LineAction line, Guid? subscriptionId, int? quantity)
    {
        if (offer.Products.FirstOrDefault(product => product.Product.Id == wish.ProductId) is not { } chosen)
        {
            return ActionRefusals.NotOfferedProduct;
        }

        return quantity is not { } wanted || !chosen.Units.Includes(wanted)
            ? ActionRefusals.Quantity(chosen.Units)
            : new PermittedAction(line, subscriptionId, chosen.Product, wanted, chosen.Price, EffectiveTime.Now, null);
    }

    private static Result<PermittedAction> OfAddOn(ActionFacts facts, ActionOffer offer, ActionWish wish, LineAction line)
    {
        if (offer.AddOns.FirstOrDefault(addOn => addOn.SubscriptionId == wish.AddOnSubscriptionId) is not { } chosen)
        {
            return ActionRefusals.NotItsAddOn;
        }

        var addOn = facts.AddOns.Single(addOn => addOn.SubscriptionId == chosen.SubscriptionId);
        return GiveUp(line, addOn, chosen.Units, chosen.Effective, chosen.EarliestOn, facts.Today, wish);
    }

    private static bool IsOfAddOns(SubscriptionAction action) =>
        action is SubscriptionAction.BuyAddOn or SubscriptionAction.DecreaseAddOn or SubscriptionAction.CancelAddOn;
}
