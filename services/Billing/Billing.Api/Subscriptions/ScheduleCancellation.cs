using Billing.Api.Jobs;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Puts a cancellation down for a later day. From now on nothing is charged beyond that day; what is charged already is given back on the day itself. It can
/// be undone until then.
/// </summary>
internal sealed class ScheduleCancellation(BillingDb db, EdgeChanges edges, SubscriptionHistory history, RealmClock clock)
{
    /// <param name="request">The agreement.</param>
    /// <param name="subscription">Locked.</param>
    /// <param name="left">What is left from then on; quantity 0 where it ends.</param>
    /// <param name="day">After today, in the seller's calendar.</param>
    public async Task<Result<AgreedChange>> Plan(
        Request request, Subscription subscription, RequestedState left, DateOnly day, CancellationToken cancellationToken)
    {
        var standing = subscription.Standing();
        List<Subscription> ending = [];
        if (left.Quantity == 0)
        {
            if (standing.Move(SubscriptionAction.ScheduleCancellation, SubscriptionActor.Agreement).IsRefused(out var refusal, out standing))
            {
                return refusal;
            }

            ending = await db.LockAddOns(subscription.Id, cancellationToken);
        }

        var schedules = await db.LockSchedules(subscription.RealmId, [subscription.Id, .. ending.Select(addOn => addOn.Id)], cancellationToken);
        var planned = schedules.ConvertAll(schedule =>
        {
            var own = ending.Find(addOn => addOn.Id == schedule.SubscriptionId)?.EndsOn();
            return left.Quantity > 0 ? PlannedEdge.Unchanged(schedule) : PlannedEdge.Ending(schedule, own < day ? own : day);
        });
        var due = (await db.CalendarOf(subscription.SellerId, cancellationToken)).StartOf(day);
        return new AgreedChange([.. planned.Select(QuotedEdge.Of)], _ => Task.FromResult(CarryOut(request, subscription, left, (day, due), standing, planned)));
    }

    private CarriedOut CarryOut(
        Request request,
        Subscription subscription,
        RequestedState left,
        (DateOnly Day, DateTimeOffset Due) at,
        SubscriptionStanding standing,
        List<PlannedEdge> planned)
    {
        var now = clock.Now;
        var statusBefore = subscription.Status;
        subscription.Stand(standing);
        subscription.ScheduledOn = at.Day;
        subscription.ScheduledQuantity = left.Quantity;
        subscription.Version++;
        var scheduled = new ScheduledChange
        {
            Id = Guid.CreateVersion7(),
            RealmId = subscription.RealmId,
            SellerId = subscription.SellerId,
            BuyerId = subscription.BuyerId,
            SubscriptionId = subscription.Id,
            RequestId = request.Id,
            QuantityAfter = left.Quantity,
            On = at.Day,
            Status = ScheduledChangeStatus.Pending,
            AgreedAt = now,
        };
        db.Add(scheduled);
        db.Schedule<ApplyScheduledChange>(scheduled.Id.ToString(), at.Due);
        var changeId = history.Record(subscription, SubscriptionEvent.ChangeScheduled, subscription.State(), statusBefore, request.Id, (left, at.Day));
        var lines = edges.CarryOut(planned, changeId, now);
        db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, now);
        return new CarriedOut(subscription.Id, lines);
    }
}
