using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;

namespace Billing.Api.Subscriptions;

/// <summary>A cancellation that was agreed on, of all or of some units: at once, or put down for a later day.</summary>
internal sealed class CancelSubscription(BillingDb db, EndSubscription end, ScheduleCancellation schedule, RealmClock clock)
{
    public async Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken)
    {
        await db.LockBillingAccount(request.ConnectionId, cancellationToken);
        var subscription = (await db.LockSubscription(request.SubscriptionId!.Value, cancellationToken))!;
        if (request.Before != subscription.State())
        {
            return ChangeRules.Outdated;
        }

        var cancelled = subscription.Quantity - request.After.Quantity;
        if (ChangeRules.Cancel(subscription.AsChanged(), cancelled, request.Effective).IsRefused(out var refusal, out var left))
        {
            return refusal;
        }

        var calendar = await db.CalendarOf(subscription.SellerId, cancellationToken);
        return request.EffectiveOn is { } day && day > calendar.DateOf(clock.Now)
            ? await schedule.Plan(request, subscription, left, day, cancellationToken)
            : await end.Plan(subscription, left.Quantity, request.Id, SubscriptionActor.Agreement, on: null, cancellationToken);
    }
}
