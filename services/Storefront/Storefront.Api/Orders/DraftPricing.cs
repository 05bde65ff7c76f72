using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>Makes a draft's lines those of an order: what they are about is looked up, and what that costs this buyer now.</summary>
internal sealed class DraftPricing(StorefrontDb db, ShopPrices prices, RealmClock clock)
{
    public async Task<Result<IReadOnlyList<NewOrderLine>>> Price(OrderDraft draft, CancellationToken cancellationToken)
    {
        var known = await Look(draft, cancellationToken);
        var errors = new List<FieldError>();
        var lines = new List<(NewOrderLine Line, int Quantity, Guid? MainSubscriptionId)>(draft.Lines.Count);
        foreach (var (index, line) in draft.Lines.Index())
        {
            var priced = line.Action switch
            {
                LineAction.Buy => Buy(line, $"lines[{index}]", known),
                _ => ChangeSubscription(line, $"lines[{index}]", known),
            };
            if (priced.IsRefused(out var refusal, out var wanted))
            {
                errors.AddRange(refusal.Errors ?? []);
            }
            else
            {
                var changed = wanted.SubscriptionId is { } id ? known.Subscriptions[id] : null;
                lines.Add((wanted, changed?.Quantity ?? 0, changed?.MainSubscriptionId ?? wanted.MainSubscriptionId));
            }
        }

        if (errors.Count == 0 && OrderedChanges.Conflict(lines) is { } conflict)
        {
            errors.Add(conflict);
        }

        return OrderRules.Refuse(errors) is { } malformed ? malformed : lines.ConvertAll(line => line.Line);
    }

    private async Task<Known> Look(OrderDraft draft, CancellationToken cancellationToken)
    {
        var subscriptionIds = draft.Lines.SelectMany(line => new[] { line.SubscriptionId, line.MainSubscriptionId }).OfType<Guid>().ToList();
        var subscriptions = await db.Subscriptions.AsNoTracking()
            .Where(row => subscriptionIds.Contains(row.Id) && row.ConnectionId == draft.ConnectionId && row.Status != SubscriptionStatus.Cancelled)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        Guid[] productIds = [.. draft.Lines.Select(line => line.ProductId).OfType<Guid>(), .. subscriptions.Values.Select(row => row.ProductId)];
        var products = await db.Products.AsNoTracking()
            .Where(row => productIds.Contains(row.Id) && (row.SharedWithResellers || row.ManagedById == draft.OrganizationId))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return new Known(products, subscriptions, await prices.Of(draft.ConnectionId, draft.OrganizationId, products.Values, clock.Now, cancellationToken));
    }

    private static Result<NewOrderLine> Buy(DraftLine line, string path, Known known)
    {
        if (line.ProductId is not { } id || !known.Products.TryGetValue(id, out var product))
        {
            return Refusal.Invalid($"{path}.productId", "product_unknown", "There is no such product to sell.");
        }

        var belongs = line.MainSubscriptionId is not null || line.MainLineIndex is not null;
        if (product.Kind == ProductKind.AddOn != belongs)
        {
            return Refusal.Invalid($"{path}.mainSubscriptionId", "main_mismatch", "An add-on names what it belongs to, a main product names nothing.");
        }

        if (line.MainSubscriptionId is { } mainId && !(known.Subscriptions.TryGetValue(mainId, out var main) && main is { Kind: SubscriptionKind.Main, Status: not SubscriptionStatus.Suspended }))
        {
            return Refusal.Invalid($"{path}.mainSubscriptionId", "main_unknown", "What it belongs to is not there.");
        }

        return PriceOf(line, path, product, line.Currency, known).IsRefused(out var refusal, out var price)
            ? refusal
            : Line(line, product, price.Final, price.Discount, price.Interval, price.PlanLength);
    }

    private Result<NewOrderLine> ChangeSubscription(DraftLine line, string path, Known known)
    {
        if (line.SubscriptionId is not { } id || !known.Subscriptions.TryGetValue(id, out var subscription)
            || !known.Products.TryGetValue(subscription.ProductId, out var current))
        {
            return Refusal.Invalid($"{path}.subscriptionId", "subscription_unknown", "There is no such subscription to change.");
        }

        if (subscription.Kind == SubscriptionKind.OneTime)
        {
            return Refusal.Invalid($"{path}.subscriptionId", ActionRefusals.PaidOnce.Code, ActionRefusals.PaidOnce.Detail);
        }

        var limits = new QuantityLimits(current.SmallestQuantity, current.LargestQuantity);
        var wanted = Changed(line, path, subscription, current, known);
        return wanted.IsRefused(out _, out var priced)
            ? wanted
            : OrderedChanges.Check(priced, path, new OrderedSubscription(subscription.Quantity, subscription.ScheduledOn is not null, limits, Calendars.EarliestToday(clock.Now))) is { } wrong
                ? Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail)
                : priced;
    }

    private static Result<NewOrderLine> Changed(DraftLine line, string path, SubscriptionRow subscription, ProductRow current, Known known)
    {
        var currency = Currency.Parse(subscription.Currency);
        if (line.Action != LineAction.Upgrade)
        {
            var interval = TermOf(subscription.Interval);
            var planLength = subscription.PlanLength.Length == 0 ? interval : TermOf(subscription.PlanLength);
            return Line(line, current, new Money(subscription.UnitPrice, currency), Money.Zero(currency), interval, planLength);
        }

        if (line.ProductId is not { } target || !current.UpgradeTargets.Contains(target) || !known.Products.TryGetValue(target, out var product))
        {
            return Refusal.Invalid($"{path}.productId", "upgrade_not_offered", $"{current.Name} cannot be upgraded to that.");
        }

        return PriceOf(line, path, product, currency.Code, known).IsRefused(out var refusal, out var price)
            ? refusal
            : Line(line, product, price.Final, price.Discount, price.Interval, price.PlanLength);
    }

    private static Result<ShopPrice> PriceOf(DraftLine line, string path, ProductRow product, string? currency, Known known)
    {
        if (line.Interval is not { } interval || line.PlanLength is not { } planLength || currency is null)
        {
            return Refusal.Invalid($"{path}.interval", "required", "What is bought names its currency, interval and plan length.");
        }

        if (product.MinimumCommitment is { } shortest && planLength.Months() < shortest.Months())
        {
            return Refusal.Invalid($"{path}.planLength", "plan_length_too_short", $"{product.Name} is sold for {shortest.ToWord()} or longer.");
        }

        return known.Prices.Find(product.Id, new PriceTerms(currency, interval, planLength)) is { } price
            ? price
            : Refusal.Invalid($"{path}.interval", "price_unknown", $"There is no price of {product.Name} in that currency, for that interval and plan length.");
    }

    private static NewOrderLine Line(DraftLine line, ProductRow product, Money unitPrice, Money discount, Term interval, Term planLength) => new(
        line.Action,
        product.Id,
        product.Name,
        line.SubscriptionId,
        line.MainSubscriptionId,
        line.MainLineIndex,
        line.Quantity,
        unitPrice,
        discount,
        interval,
        planLength,
        line.Effective,
        line.EffectiveOn,
        product.Provisioning == Provisioning.Manual && line.Action is (LineAction.Buy or LineAction.Increase or LineAction.Upgrade),
        product.ResellerPlan,
        line.Instructions);

    private static Term TermOf(string word) => Enum.Parse<Term>(word, ignoreCase: true);

    private sealed record Known(IReadOnlyDictionary<Guid, ProductRow> Products, IReadOnlyDictionary<Guid, SubscriptionRow> Subscriptions, PriceBoard Prices);
}
