using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>Finds out what decides about a subscription's actions: the same few queries, however much the account has.</summary>
internal sealed class ActionReader(StorefrontDb db, SubscriptionReader subscriptions, ShopPrices prices, RealmClock clock)
{
    /// <summary>More add-ons or upgrades than that are no choice any more.</summary>
    private const int MostChoices = 100;

    /// <summary>Null unless the caller's organisation bought it.</summary>
    public async Task<ActionScene?> Find(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, cancellationToken) is not var (subject, addOns) || subject.Subscription.BuyerId != caller.OrganizationId)
        {
            return null;
        }

        return await Of(subject, addOns, cancellationToken);
    }

    public async Task<ActionScene> Of(SubscriptionFacts subject, IReadOnlyList<SubscriptionFacts> addOns, CancellationToken cancellationToken)
    {
        var row = subject.Subscription;
        var now = clock.Now;
        var connection = await db.Connections.AsNoTracking().Where(connection => connection.Id == row.ConnectionId)
            .Select(connection => new { connection.Status, IsBuyerSuspended = db.Correspondents.Any(buyer => buyer.Id == connection.BuyerId && buyer.Status != OrganizationStatus.Active) })
            .SingleOrDefaultAsync(cancellationToken);
        var undecided = await Undecided([row.Id, .. addOns.Select(addOn => addOn.Subscription.Id)], cancellationToken);
        var listed = await Products(row, addOns, cancellationToken);
        var products = listed.ToDictionary(product => product.Row.Id, product => product.Row);
        var known = listed.ToDictionary(product => product.Row.Id, product => Product(product, subject.Seller));
        var own = products.GetValueOrDefault(row.ProductId);
        var board = await prices.Of(row.ConnectionId, row.SellerId, products.Values, now, cancellationToken);
        var period = new UpgradePeriod(await db.UpgradeSettings.Where(settings => settings.SellerId == row.SellerId).Select(settings => settings.Interval).SingleOrDefaultAsync(cancellationToken));
        var facts = new ActionFacts(
            connection?.Status ?? ConnectionStatus.Pending,
            subject.Seller?.Standing ?? SellerStanding.WithoutCatalogue,
            subject.Seller is { Status: not OrganizationStatus.Active },
            connection is { IsBuyerSuspended: true },
            Subject(subject),
            [.. listed.Where(product => own?.UpgradeTargets.Contains(product.Row.Id) == true).Select(product => Priced(product.Row, period))],
            [.. addOns.Select(Subject)],
            [.. listed.Where(product => product.Row.Kind == ProductKind.AddOn).Select(product => Priced(product.Row, UpgradePeriod.AsBefore))],
            Calendars.EarliestToday(now));
        return new ActionScene(facts, subject, addOns, products);

        ActionSubject Subject(SubscriptionFacts bought)
        {
            var sold = bought.Subscription;
            var product = known.GetValueOrDefault(sold.ProductId)
                ?? new ActionProduct(sold.ProductId, sold.ProductName, sold.Kind == SubscriptionKind.AddOn ? ProductKind.AddOn : ProductKind.Main, ChargeModel.Recurring, IsPublished: false, new QuantityLimits(1, null));
            return new ActionSubject(
                sold.Id, product with { ResellerPlan = product.ResellerPlan ?? sold.ResellerPlan }, sold.Kind, sold.Status, sold.Quantity, sold.ScheduledQuantity, undecided.Contains(sold.Id), PaidFrom(sold, now));
        }

        PricedProduct Priced(ProductRow product, UpgradePeriod charged) => new(
            known[product.Id],
            charged.Choose(board.All(product.Id), row.Currency, TermOf(row.Interval)!.Value, TermOf(row.PlanLength), product.MinimumCommitment));
    }

    /// <summary>Null for the word of an old event, which said nothing.</summary>
    public static Term? TermOf(string word) => Enum.TryParse<Term>(word, ignoreCase: true, out var term) ? term : null;

    private async Task<HashSet<Guid>> Undecided(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var ordered = db.OrderLines.Where(line => line.IsUndecided && line.SubscriptionId != null && ids.Contains(line.SubscriptionId.Value)).Select(line => line.SubscriptionId!.Value);
        var requested = db.UndecidedRequests.Where(request => ids.Contains(request.SubscriptionId)).Select(request => request.SubscriptionId);
        return await ordered.Concat(requested).ToHashSetAsync(cancellationToken);
    }

    /// <summary>Those that were bought, and those that can be chosen: targets that the product names, and add-ons of the catalogue.</summary>
    private async Task<IReadOnlyList<ListedProduct>> Products(SubscriptionRow row, IReadOnlyList<SubscriptionFacts> addOns, CancellationToken cancellationToken)
    {
        var targets = await db.Products.AsNoTracking().Where(product => product.Id == row.ProductId).Select(product => product.UpgradeTargets).SingleOrDefaultAsync(cancellationToken);
        Guid[] named = [row.ProductId, .. addOns.Select(addOn => addOn.Subscription.ProductId), .. targets ?? []];
        var wanted = db.Products.AsNoTracking().Where(product =>
            named.Contains(product.Id)
            || (product.Kind == ProductKind.AddOn && db.PublishedProducts.Any(listed => listed.SellerId == row.SellerId && listed.ProductId == product.Id)));
        return await wanted
            .OrderBy(product => named.Contains(product.Id) ? 0 : 1).ThenBy(product => product.Name).ThenBy(product => product.Id)
            .Select(product => new ListedProduct(product, db.PublishedProducts.Any(listed => listed.SellerId == row.SellerId && listed.ProductId == product.Id)))
            .Take(named.Length + MostChoices)
            .ToListAsync(cancellationToken);
    }

    private static ActionProduct Product(ListedProduct product, SellerFacts? seller) => new(
        product.Row.Id,
        product.Row.Name,
        product.Row.Kind,
        product.Row.Charging,
        seller?.Standing == SellerStanding.WithCatalogue && product.IsListed,
        new QuantityLimits(product.Row.SmallestQuantity, product.Row.LargestQuantity),
        product.Row.MinimumCommitment,
        product.Row.ResellerPlan);

    /// <summary>The latest day it can have been in the seller's calendar, so that a commitment is never told to be over too soon.</summary>
    private static DateOnly? PaidFrom(SubscriptionRow row, DateTimeOffset now)
    {
        var from = row.TrialEndsAt ?? row.BoughtAt;
        var isFree = row.Status == SubscriptionStatus.Trial || from > now;
        return isFree ? null : Calendars.LatestDayOf(from);
    }

    private sealed record ListedProduct(ProductRow Row, bool IsListed);
}
