using Billing.Api.Connections;
using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
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
/// Another quantity, price, product or interval of a subscription, on the edge of the sale and on those above it. A quantity keeps the prices it was sold at;
/// another product or other terms are priced anew.
/// </summary>
internal sealed class ChangeTerms(
    BillingDb db,
    AgreedPrice prices,
    EdgeChanges edges,
    CreditLimits limits,
    UsageTallies tallies,
    SubscriptionHistory history,
    RealmClock clock)
{
    /// <param name="request">An upgrade or a modification.</param>
    public async Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken)
    {
        var account = await db.LockBillingAccount(request.ConnectionId, cancellationToken);
        var subscription = (await db.LockSubscription(request.SubscriptionId!.Value, cancellationToken))!;
        var sale = await db.SaleOf(request, cancellationToken);
        var (connection, product) = (sale.Connection, sale.Product);
        if (Check(request, subscription, product, connection, account).IsRefused(out var refusal, out var wanted))
        {
            return refusal;
        }

        var now = clock.Now;
        var schedules = await db.LockSchedules(request.RealmId, [subscription.Id], cancellationToken);
        if (request.Change == RequestChange.Modify)
        {
            return Agreed(request, subscription, wanted, await limits.Keep(Modified(schedules, wanted, now), cancellationToken), [], fees: null, subscription.ResellerPlan);
        }

        if ((await prices.Of(request, sale, cancellationToken)).IsRefused(out refusal, out var priced))
        {
            return refusal;
        }

        var added = NewEdges(schedules, subscription, sale, wanted, priced);
        var upgraded = await limits.Keep(Upgraded(schedules, request, product, priced, now), cancellationToken);
        return Agreed(request, subscription, wanted, upgraded, added, priced.Fees, product.ResellerPlan);
    }

    private static Result<RequestedState> Check(Request request, Subscription subscription, Product product, Connection connection, BillingAccount account)
    {
        if (ChangeRules.Change(subscription.AsChanged(), request.After, product.Kind, product.Charging, product.ResellerPlan).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        return request.Before == subscription.State()
            ? RequestRules.Propose(request.After, connection.Status == ConnectionStatus.Active, account.Currency)
            : ChangeRules.Outdated;
    }

    private static List<PlannedEdge> Modified(List<BillingSchedule> schedules, RequestedState wanted, DateTimeOffset now) => schedules.ConvertAll(schedule =>
    {
        var terms = EdgeTerms.Of(schedule) with { Quantity = schedule.Per.Units(wanted.Quantity) };
        return PlannedEdge.Changed(schedule, schedule.IsOfSale ? terms.At(wanted.UnitPrice) : terms, schedule.Calendar().DateOf(now));
    });

    /// <summary>An edge that the new product costs nothing on ends with its period: that is owed in full.</summary>
    private static List<PlannedEdge> Upgraded(List<BillingSchedule> schedules, Request request, Product product, ResolvedPrice priced, DateTimeOffset now) =>
        schedules.ConvertAll(schedule =>
        {
            var wanted = request.After;
            var day = schedule.Calendar().DateOf(now);
            var terms = schedule.IsOfSale
                ? EdgeTerms.OfSale(product, wanted, priced) with
                {
                    Price = request.IsOrdered ? priced.Final : EdgeTerms.Of(schedule).At(wanted.UnitPrice).Price,
                    EndsOn = schedule.EndsOn,
                }
                : priced.Above.FirstOrDefault(edge => edge.ConnectionId == schedule.ConnectionId) is { } edge
                    ? EdgeTerms.OfSupply(product, wanted, edge, priced.Cost!.Per) with { EndsOn = schedule.EndsOn }
                    : null;
            return terms is null ? PlannedEdge.Ended(schedule, day) : PlannedEdge.Changed(schedule, terms, day);
        });

    /// <summary>Edges that the old product cost nothing on: it was managed by a reseller, say, and the new one is the operator's.</summary>
    private static List<BillingSchedule> NewEdges(
        List<BillingSchedule> schedules, Subscription subscription, AgreedSale sale, RequestedState wanted, ResolvedPrice priced) =>
    [
        .. priced.Above
            .Where(edge => schedules.TrueForAll(schedule => schedule.ConnectionId != edge.ConnectionId))
            .Select(edge => BillingSchedule.ForSupply(
                subscription, edge, EdgeTerms.OfSupply(sale.Product, wanted, edge, priced.Cost!.Per), sale.Connection.BuyerName)),
    ];

    /// <param name="fees">What events cost from now on; null where that stays.</param>
    /// <param name="plan">The reseller plan it is then.</param>
    private AgreedChange Agreed(
        Request request,
        Subscription subscription,
        RequestedState wanted,
        List<PlannedEdge> planned,
        List<BillingSchedule> added,
        IReadOnlyList<ResolvedFee>? fees,
        ResellerPlan? plan)
    {
        var now = clock.Now;
        var sale = planned.Single(edge => edge.Schedule.IsOfSale).Schedule;
        if (sale.HasStarted)
        {
            foreach (var schedule in added)
            {
                schedule.Start(now, sale.AnchorDate);
            }
        }

        return new AgreedChange(
            [.. planned.Select(QuotedEdge.Of), .. added.Select(schedule => QuotedEdge.OfNew(schedule, schedule.Calendar().DateOf(now), isEstimate: true))],
            async cancellationToken =>
            {
                var before = subscription.State();
                subscription.Take(wanted);
                subscription.ResellerPlan = plan;
                subscription.Version++;
                var what = request.Change == RequestChange.Upgrade ? SubscriptionEvent.Upgraded : SubscriptionEvent.Modified;
                var changeId = history.Record(subscription, what, before, subscription.Status, request.Id);
                foreach (var schedule in added)
                {
                    db.Add(schedule);
                    db.PlanBilling(schedule);
                }

                if (fees is not null)
                {
                    await tallies.Reprice([.. planned.Select(edge => edge.Schedule), .. added], fees, cancellationToken);
                }

                var lines = edges.CarryOut(planned, changeId, now);
                db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, now);
                return new CarriedOut(subscription.Id, lines);
            });
    }
}
