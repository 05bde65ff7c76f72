using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Usage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Makes an approved request a subscription, with a billing schedule for the sale and one for each edge above it. An add-on joins the periods of its main
/// subscription and ends with it.
/// </summary>
internal sealed class SubscriptionCreation(BillingDb db, PriceResolver prices, QuotedCost quotedCost, SubscriptionHistory history, RealmClock clock)
{
    /// <param name="request">To create something.</param>
    public async Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == request.ConnectionId, cancellationToken);
        var product = await db.Products.SingleAsync(row => row.Id == request.After.ProductId, cancellationToken);

        // What could be proposed then need not be possible any more.
        var account = await OpenAccount(connection, request.After.UnitPrice.Currency, cancellationToken);
        if (RequestRules.Propose(request.After, connection.Status == ConnectionStatus.Active, account.Currency).IsRefused(out var refusal, out var agreed))
        {
            return refusal;
        }

        var main = request.MainSubscriptionId is { } mainId ? await db.LockSubscription(mainId, cancellationToken) : null;
        if (main is not null && ChangeRules.AddOn(main.AsChanged()) is { } unfit)
        {
            return unfit;
        }

        // Only now: whoever held the account before us may have ended its trial meanwhile.
        var now = clock.Now;
        var resolved = await prices.ForSale(connection, product, agreed.Terms(), now, agreed.UnitPrice, agreed.Quantity, cancellationToken);
        if (resolved.IsRefused(out refusal, out var priced))
        {
            return refusal;
        }

        var changed = RequestRules.CheckCost(await quotedCost.Of(request, cancellationToken), priced.Cost);
        if ((changed ?? await FixCurrencyAbove(priced.Above, agreed.UnitPrice.Currency, cancellationToken)) is { } late)
        {
            return late;
        }

        var subscription = Subscription(request, product, account.Trial, now);
        var schedules = await Schedules(subscription, connection, product, agreed, priced, cancellationToken);
        await Start(subscription, schedules, main, account.Trial, cancellationToken);
        var firstDay = account.Trial.EndsAt ?? now.AddDays(account.Trial.Days);
        return new AgreedChange(
            [.. schedules.Select(schedule => QuotedEdge.OfNew(schedule, schedule.Calendar().DateOf(firstDay), isEstimate: account.Trial.EndsAt is null))],
            _ => Task.FromResult(Add(subscription, schedules, priced.Fees, account.Trial, request.Id)));
    }

    private Guid Add(Subscription subscription, List<BillingSchedule> schedules, IReadOnlyList<ResolvedFee> fees, Trial trial, Guid requestId)
    {
        db.Add(subscription);
        foreach (var schedule in schedules)
        {
            db.Add(schedule);
            db.AddRange(UsageRate.Of(schedule, fees));
            db.PlanBilling(schedule);
        }

        if (schedules.Exists(schedule => !schedule.IsOfSale && !schedule.HasStarted))
        {
            db.Schedule<StartWholesale>(subscription.Id.ToString(), trial.WholesaleStart(subscription.BoughtAt));
        }

        history.Record(subscription, SubscriptionEvent.Created, before: null, statusBefore: null, requestId);
        db.Emit(new Facts.SubscriptionCreated(subscription.ToFact()), subscription.Id, subscription.Version, subscription.BoughtAt);
        if (subscription.Status == SubscriptionStatus.Active)
        {
            db.Emit(new Facts.SubscriptionActivated(subscription.ToFact()), subscription.Id, subscription.Version, subscription.BoughtAt);
        }

        return subscription.Id;
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

    /// <summary>What is paid once is invoiced when it is bought: a trial is of what is paid for time and again.</summary>
    private static Subscription Subscription(Request request, Product product, Trial trial, DateTimeOffset now)
    {
        var inTrial = trial.IsOpen(now) && product.Charging != ChargeModel.OneTime;
        return new Subscription
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
            Charging = product.Charging,
            MainSubscriptionId = request.MainSubscriptionId,
            Quantity = request.After.Quantity,
            UnitPrice = request.After.UnitPrice,
            Interval = request.After.Interval,
            PlanLength = request.After.PlanLength,
            BoughtBy = BoughtBy.Buyer,
            BoughtAt = now,
            Status = inTrial ? SubscriptionLifecycle.Begin(trial, now) : SubscriptionStatus.Active,
            TrialEndsAt = inTrial ? trial.EndsAt : null,
            BilledFrom = inTrial ? null : now,
        };
    }

    private async Task<List<BillingSchedule>> Schedules(
        Subscription subscription, Connection connection, Product product, RequestedState agreed, ResolvedPrice priced, CancellationToken cancellationToken)
    {
        var zones = await db.Organizations.TimeZonesOf(priced.Above.Select(edge => edge.SellerId).Append(connection.SellerId), cancellationToken);
        return
        [
            BillingSchedule.ForSale(subscription, EdgeTerms.OfSale(product, agreed, priced), zones[subscription.SellerId]),
            .. priced.Above.Select(edge => BillingSchedule.ForSupply(
                subscription, edge, EdgeTerms.OfSupply(product, agreed, edge, priced.Cost!.Per), connection.BuyerName, zones[edge.SellerId])),
        ];
    }

    /// <summary>Starts what is charged from now on; the rest waits for the trial's end.</summary>
    private async Task Start(Subscription subscription, List<BillingSchedule> schedules, Subscription? main, Trial trial, CancellationToken cancellationToken)
    {
        var joined = main is null ? [] : await db.LockSchedules(main.RealmId, [main.Id], cancellationToken);
        var wholesaleStart = subscription.Charging == ChargeModel.OneTime ? subscription.BoughtAt : trial.WholesaleStart(subscription.BoughtAt);
        foreach (var schedule in schedules)
        {
            var periods = joined.Find(row => row.ConnectionId == schedule.ConnectionId);
            schedule.EndWith(periods?.EndsOn);
            if (schedule.IsOfSale ? subscription.BilledFrom is not null : wholesaleStart <= subscription.BoughtAt)
            {
                schedule.Start(subscription.BoughtAt, periods?.AnchorDate);
            }
        }
    }
}
