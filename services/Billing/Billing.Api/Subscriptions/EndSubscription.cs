using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>
/// The day of a cancellation. What the buyer has paid for days from it on is given back; wholesale is owed in full for the period the day lies in. A main
/// subscription takes its add-ons with it.
/// </summary>
internal sealed class EndSubscription(BillingDb db, EdgeChanges edges, CreditLimits limits, SubscriptionHistory history, RealmClock clock)
{
    /// <param name="subscription">Locked, and not cancelled.</param>
    /// <param name="quantityLeft">0 where it ends.</param>
    /// <param name="requestId">The agreement.</param>
    /// <param name="by">Agreement for at once, platform where the day agreed on has come.</param>
    /// <param name="on">The day that has come; null for today, on each edge by its own calendar.</param>
    /// <param name="what">What happens to it, where some units stay: they are cancelled, or become something else.</param>
    public async Task<Result<AgreedChange>> Plan(
        Subscription subscription,
        int quantityLeft,
        Guid requestId,
        SubscriptionActor by,
        DateOnly? on,
        CancellationToken cancellationToken,
        SubscriptionEvent what = SubscriptionEvent.Cancelled)
    {
        if (quantityLeft > 0)
        {
            var own = await db.LockSchedules(subscription.RealmId, [subscription.Id], cancellationToken);
            var fewer = await limits.Keep(
                own.ConvertAll(schedule => PlannedEdge.Changed(
                    schedule, EdgeTerms.Of(schedule) with { Quantity = schedule.Per.Units(quantityLeft) }, on ?? schedule.Calendar().DateOf(clock.Now))),
                cancellationToken);
            return new AgreedChange([.. fewer.Select(QuotedEdge.Of)], token => Reduce(subscription, quantityLeft, requestId, what, fewer, token));
        }

        var action = by == SubscriptionActor.Agreement ? SubscriptionAction.CancelNow : SubscriptionAction.ReachCancellationDate;
        if (subscription.Standing().Move(action, by).IsRefused(out var refusal, out var standing))
        {
            return refusal;
        }

        List<Subscription> ending = [subscription, .. await db.LockAddOns(subscription.Id, cancellationToken)];
        var schedules = await db.LockSchedules(subscription.RealmId, [.. ending.Select(one => one.Id)], cancellationToken);
        var ended = await limits.Keep(
            schedules.ConvertAll(schedule => PlannedEdge.Ended(schedule, on ?? schedule.Calendar().DateOf(clock.Now))), cancellationToken);
        return new AgreedChange([.. ended.Select(QuotedEdge.Of)], token => End(ending, standing, requestId, ended, token));
    }

    private async Task<CarriedOut> Reduce(
        Subscription subscription, int quantityLeft, Guid requestId, SubscriptionEvent what, List<PlannedEdge> planned, CancellationToken cancellationToken)
    {
        var before = subscription.State();
        subscription.Take(before with { Quantity = quantityLeft });
        subscription.Version++;
        var changeId = history.Record(subscription, what, before, subscription.Status, requestId);
        await Overtake(subscription, cancellationToken);
        var lines = edges.CarryOut(planned, changeId, clock.Now);
        db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, clock.Now);
        return new CarriedOut(subscription.Id, lines);
    }

    private async Task<CarriedOut> End(
        List<Subscription> ending, SubscriptionStanding standing, Guid requestId, List<PlannedEdge> planned, CancellationToken cancellationToken)
    {
        var changeId = Guid.Empty;
        foreach (var subscription in ending)
        {
            var statusBefore = subscription.Status;
            subscription.Stand(standing);
            subscription.Version++;
            var entry = history.Record(subscription, SubscriptionEvent.Cancelled, subscription.State(), statusBefore, requestId);
            changeId = subscription == ending[0] ? entry : changeId;
            await Overtake(subscription, cancellationToken);
            db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, clock.Now);
        }

        return new CarriedOut(ending[0].Id, edges.CarryOut(planned, changeId, clock.Now));
    }

    /// <summary>What was still to come does not come any more. Its due item finds that out by itself: removing it could wait for its run, which waits for us.</summary>
    private async Task Overtake(Subscription subscription, CancellationToken cancellationToken)
    {
        subscription.ScheduledOn = null;
        subscription.ScheduledQuantity = null;
        var pending = await db.ScheduledChanges.SingleOrDefaultAsync(
            change => change.SubscriptionId == subscription.Id && change.Status == ScheduledChangeStatus.Pending, cancellationToken);
        if (pending is not null)
        {
            pending.Status = ScheduledChangeStatus.Overtaken;
            pending.EndedAt = clock.Now;
        }
    }
}
