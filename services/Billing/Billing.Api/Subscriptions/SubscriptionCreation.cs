using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Makes an approved request a subscription, with a billing schedule for the sale and one for each edge above it. The caller saves, in the transaction of
/// the approval.
/// </summary>
internal sealed class SubscriptionCreation(BillingDb db, PriceResolver prices, RealmClock clock)
{
    public async Task<Result<Subscription>> Create(Request request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == request.ConnectionId, cancellationToken);
        var product = await db.Products.SingleAsync(row => row.Id == request.After.ProductId, cancellationToken);

        // What could be proposed then need not be possible any more.
        var account = await OpenAccount(connection, request.After.UnitPrice.Currency, cancellationToken);
        if (RequestRules.Propose(request.After, connection.Status == ConnectionStatus.Active, account.Currency).IsRefused(out var refusal, out var agreed))
        {
            return refusal;
        }

        // Only now: whoever held the account before us may have ended its trial meanwhile.
        var now = clock.Now;
        var resolved = await prices.ForSale(connection, product, agreed.Terms(), now, agreed.UnitPrice, agreed.Quantity, cancellationToken);
        if (resolved.IsRefused(out refusal, out var price))
        {
            return refusal;
        }

        var changed = RequestRules.CheckCost(await Quoted(request, cancellationToken), price.Cost);
        if ((changed ?? await FixCurrencyAbove(price.Above, agreed.UnitPrice.Currency, cancellationToken)) is { } late)
        {
            return late;
        }

        var subscription = Subscription(request, product, account.Trial, now);
        db.Add(subscription);
        await AddSchedules(subscription, connection, price, account.Trial, cancellationToken);
        db.Emit(new Facts.SubscriptionCreated(subscription.ToFact()), subscription.Id, subscription.Version, now);
        if (subscription.Status == SubscriptionStatus.Active)
        {
            db.Emit(new Facts.SubscriptionActivated(subscription.ToFact()), subscription.Id, subscription.Version, now);
        }

        return subscription;
    }

    /// <summary>Locks the connection's account, made by its first sale. Two first sales at once make one: the second finds what the first made.</summary>
    private async Task<BillingAccount> OpenAccount(Connection connection, Currency currency, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            VALUES ({connection.Id}, {connection.RealmId}, {connection.SellerId}, {connection.BuyerId}, {currency.Code}, {connection.TrialDays})
            ON CONFLICT (connection_id) DO NOTHING
            """,
            cancellationToken);
        return await db.LockBillingAccount(connection.Id, cancellationToken);
    }

    /// <summary>A sale charges every edge above it, and an edge's first charge fixes its currency. Two first sales at once in different ones: the second finds what the first fixed.</summary>
    private async Task<Refusal?> FixCurrencyAbove(IReadOnlyList<EdgePrice> above, Currency currency, CancellationToken cancellationToken)
    {
        var edges = above.Select(edge => edge.ConnectionId).ToList();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            SELECT id, realm_id, seller_id, buyer_id, {currency.Code}, trial_days FROM connections WHERE id = ANY ({edges}) ORDER BY id
            ON CONFLICT (connection_id) DO NOTHING
            """,
            cancellationToken);
        return await prices.MismatchOn(edges, currency, cancellationToken);
    }

    /// <summary>The cost the seller proposed with. Its own row, which the buyer who approves does not see.</summary>
    private async Task<WholesaleQuote?> Quoted(Request request, CancellationToken cancellationToken)
    {
        var margin = await db.RequestMargins
            .IgnoreQueryFilters([ServiceDefaults.Storage.ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.RequestId == request.Id, cancellationToken);
        return margin?.Quote;
    }

    private static Subscription Subscription(Request request, Product product, Trial trial, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = request.RealmId,
        SellerId = request.SellerId,
        BuyerId = request.BuyerId,
        ConnectionId = request.ConnectionId,
        RequestId = request.Id,
        ProductId = product.Id,
        ProductName = request.After.ProductName,
        ProductKind = product.Kind,
        Quantity = request.After.Quantity,
        UnitPrice = request.After.UnitPrice,
        Interval = request.After.Interval,
        PlanLength = request.After.PlanLength,
        BoughtBy = BoughtBy.Buyer,
        BoughtAt = now,
        Status = SubscriptionLifecycle.Begin(trial, now),
        TrialEndsAt = trial.IsOpen(now) ? trial.EndsAt : null,
        BilledFrom = trial.IsOpen(now) ? null : now,
    };

    private async Task AddSchedules(
        Subscription subscription, Connection connection, ResolvedPrice price, Trial trial, CancellationToken cancellationToken)
    {
        var sellers = price.Above.Select(edge => edge.SellerId).Append(connection.SellerId).ToList();
        var zones = await db.Organizations
            .Where(organization => sellers.Contains(organization.Id))
            .ToDictionaryAsync(organization => organization.Id, organization => organization.TimeZone, cancellationToken);

        var retail = BillingSchedule.ForSale(subscription, zones[subscription.SellerId]);
        db.Add(retail);
        if (subscription.BilledFrom is { } retailStart)
        {
            db.StartCharging(retail, retailStart);
        }

        if (price.Cost is not { } cost)
        {
            return;
        }

        var wholesaleStart = trial.WholesaleStart(subscription.BoughtAt);
        foreach (var edge in price.Above)
        {
            var schedule = BillingSchedule.ForSupply(subscription, edge, cost.Per, connection.BuyerName, zones[edge.SellerId]);
            db.Add(schedule);
            if (wholesaleStart <= subscription.BoughtAt)
            {
                db.StartCharging(schedule, subscription.BoughtAt);
            }
        }

        if (wholesaleStart > subscription.BoughtAt)
        {
            db.Schedule<StartWholesale>(subscription.Id.ToString(), wholesaleStart);
        }
    }
}
