using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>A cancellation that is still to come is called off: the subscription and its add-ons run on as if it had never been agreed on.</summary>
internal sealed class UndoCancellation(BillingDb db, EdgeChanges edges, SubscriptionHistory history, RealmClock clock)
{
    public async Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken)
    {
        await db.LockBillingAccount(request.ConnectionId, cancellationToken);
        var subscription = (await db.LockSubscription(request.SubscriptionId!.Value, cancellationToken))!;
        if (ChangeRules.Undo(subscription.AsChanged()) is { } nothing)
        {
            return nothing;
        }

        var standing = subscription.Standing();
        if (subscription.EndsOn() is null)
        {
            // Some units only: nothing was to end, so only the record is called off.
            return new AgreedChange([], token => CarryOut(request, subscription, standing, [], token));
        }

        if (standing.Move(SubscriptionAction.UndoCancellation, SubscriptionActor.Agreement).IsRefused(out var refusal, out standing))
        {
            return refusal;
        }

        var addOns = await db.LockAddOns(subscription.Id, cancellationToken);
        var main = subscription.MainSubscriptionId is { } mainId ? await db.Subscriptions.SingleAsync(row => row.Id == mainId, cancellationToken) : null;
        var schedules = await db.LockSchedules(subscription.RealmId, [subscription.Id, .. addOns.Select(addOn => addOn.Id)], cancellationToken);
        var planned = schedules.ConvertAll(schedule =>
        {
            var addOn = addOns.Find(row => row.Id == schedule.SubscriptionId);
            return PlannedEdge.Ending(schedule, addOn is null ? main?.EndsOn() : addOn.EndsOn());
        });
        return new AgreedChange([.. planned.Select(QuotedEdge.Of)], token => CarryOut(request, subscription, standing, planned, token));
    }

    private async Task<CarriedOut> CarryOut(
        Request request, Subscription subscription, SubscriptionStanding standing, List<PlannedEdge> planned, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var pending = await db.ScheduledChanges.SingleAsync(
            change => change.SubscriptionId == subscription.Id && change.Status == ScheduledChangeStatus.Pending, cancellationToken);
        pending.Status = ScheduledChangeStatus.Undone;
        pending.EndedAt = now;
        var statusBefore = subscription.Status;
        subscription.Stand(standing);
        subscription.ScheduledOn = null;
        subscription.ScheduledQuantity = null;
        subscription.Version++;
        var changeId = history.Record(subscription, SubscriptionEvent.ChangeUndone, subscription.State(), statusBefore, request.Id);
        var lines = edges.CarryOut(planned, changeId, now);
        db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, now);
        return new CarriedOut(subscription.Id, lines);
    }
}
