using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Usage;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Makes an approved request or an order's line a subscription, with a billing schedule for the sale and one for each edge above it. An add-on joins the periods of its main
/// subscription and ends with it.
/// </summary>
internal sealed class SubscriptionCreation(BillingDb db, AgreedPrice prices, EdgeCurrencies currencies, SubscriptionHistory history, RealmClock clock)
{
    /// <param name="request">To create something.</param>
    /// <param name="planned">What an add-on belongs to, where that is not saved yet.</param>
    public async Task<Result<AgreedChange>> Plan(Request request, CreatedSubscription? planned, CancellationToken cancellationToken)
    {
        // First: what a sale locks, it locks after its connection's account.
        var account = await currencies.Open(request, cancellationToken);
        var main = planned?.Subscription ?? (request.MainSubscriptionId is { } mainId ? await db.LockSubscription(mainId, cancellationToken) : null);
        if (main is not null && ChangeRules.AddOn(main.AsChanged()) is { } unfit)
        {
            return unfit;
        }

        var joined = planned?.Schedules ?? (main is null ? [] : await db.LockSchedules(main.RealmId, [main.Id], cancellationToken));
        return await Plan(request, account, main?.Id, joined, cancellationToken);
    }

    /// <param name="request">What is made, and for how much.</param>
    /// <param name="account">The connection's, locked.</param>
    /// <param name="mainId">What it belongs to, if it is an add-on.</param>
    /// <param name="joined">Schedules whose periods it shares and whose end it has; none where it has periods of its own.</param>
    public async Task<Result<AgreedChange>> Plan(
        Request request, BillingAccount account, Guid? mainId, IReadOnlyList<BillingSchedule> joined, CancellationToken cancellationToken)
    {
        var sale = await db.SaleOf(request, cancellationToken);
        var (connection, product) = (sale.Connection, sale.Product);

        // What could be proposed then need not be possible any more.
        if (RequestRules.Propose(request.After, connection.Status == ConnectionStatus.Active, account.Currency).IsRefused(out var refusal, out var agreed))
        {
            return refusal;
        }

        if (await db.RefusePlan(connection, product, cancellationToken) is { } second)
        {
            return second;
        }

        // Only now: whoever held the account before us may have ended its trial meanwhile.
        var now = clock.Now;
        if ((await prices.Of(request, sale, cancellationToken)).IsRefused(out refusal, out var priced)
            || (refusal = await currencies.FixAbove(priced.Above, agreed.UnitPrice.Currency, cancellationToken)) is not null)
        {
            return refusal;
        }

        var subscription = Subscription(request, product, mainId, account.Trial, now);
        var schedules = Schedules(subscription, sale, agreed, priced);
        Start(subscription, schedules, joined, account.Trial);
        var firstDay = account.Trial.EndsAt ?? now.AddDays(account.Trial.Days);
        return new AgreedChange(
            [.. schedules.Select(schedule => QuotedEdge.OfNew(schedule, schedule.Calendar().DateOf(firstDay), isEstimate: account.Trial.EndsAt is null))],
            _ => Task.FromResult(Add(subscription, schedules, priced.Fees, account.Trial, request)))
        {
            Created = new CreatedSubscription(subscription, schedules),
        };
    }

    private CarriedOut Add(Subscription subscription, List<BillingSchedule> schedules, IReadOnlyList<ResolvedFee> fees, Trial trial, Request request)
    {
        db.Add(subscription);

        // An order's lines are invoiced together and at once; of a request, as of everything upstream, the next bill run sees to it.
        List<Billable> lines = request.IsOrdered && schedules[0].HasStarted && Billable.Next(schedules[0]) is { } first ? [first] : [];
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

        history.Record(subscription, SubscriptionEvent.Created, before: null, statusBefore: null, request.Id);
        db.Emit(new Facts.SubscriptionCreated(subscription.ToFact()), subscription.Id, subscription.Version, subscription.BoughtAt);
        if (subscription.Status == SubscriptionStatus.Active)
        {
            db.Emit(new Facts.SubscriptionActivated(subscription.ToFact()), subscription.Id, subscription.Version, subscription.BoughtAt);
        }

        return new CarriedOut(subscription.Id, lines);
    }

    /// <summary>What is paid once is invoiced when it is bought: a trial is of what is paid for time and again. A reseller plan has none.</summary>
    private static bool HasTrial(ChargeModel charging, ResellerPlan? plan) => charging != ChargeModel.OneTime && plan is null;

    private static Subscription Subscription(Request request, Product product, Guid? mainId, Trial trial, DateTimeOffset now)
    {
        var inTrial = trial.IsOpen(now) && HasTrial(product.Charging, product.ResellerPlan);
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
            MainSubscriptionId = mainId,
            ResellerPlan = product.ResellerPlan,
            OrderId = request.OrderId,
            Quantity = request.After.Quantity,
            UnitPrice = request.After.UnitPrice,
            Interval = request.After.Interval,
            PlanLength = request.After.PlanLength,
            BoughtBy = request.IsOrdered && request.ProposedById == request.SellerId ? BoughtBy.Seller : BoughtBy.Buyer,
            BoughtAt = now,
            Status = inTrial ? SubscriptionLifecycle.Begin(trial, now) : SubscriptionStatus.Active,
            TrialEndsAt = inTrial ? trial.EndsAt : null,
            BilledFrom = inTrial ? null : now,
        };
    }

    private static List<BillingSchedule> Schedules(Subscription subscription, AgreedSale sale, RequestedState agreed, ResolvedPrice priced) =>
    [
        BillingSchedule.ForSale(subscription, EdgeTerms.OfSale(sale.Product, agreed, priced), sale.SellerTimeZone),
        .. priced.Above.Select(edge => BillingSchedule.ForSupply(
            subscription, edge, EdgeTerms.OfSupply(sale.Product, agreed, edge, priced.Cost!.Per), sale.Connection.BuyerName)),
    ];

    /// <summary>Starts what is charged from now on; the rest waits for the trial's end.</summary>
    private static void Start(Subscription subscription, List<BillingSchedule> schedules, IReadOnlyList<BillingSchedule> joined, Trial trial)
    {
        var wholesaleStart = HasTrial(subscription.Charging, subscription.ResellerPlan) ? trial.WholesaleStart(subscription.BoughtAt) : subscription.BoughtAt;
        foreach (var schedule in schedules)
        {
            var periods = joined.FirstOrDefault(row => row.ConnectionId == schedule.ConnectionId);
            schedule.EndWith(periods?.EndsOn);
            if (schedule.IsOfSale ? subscription.BilledFrom is not null : wholesaleStart <= subscription.BoughtAt)
            {
                schedule.Start(subscription.BoughtAt, periods?.AnchorDate);
            }
        }
    }
}
