using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace Billing.Api.Subscriptions;

/// <summary>
/// Some units become a subscription to another product: the old one gives back what they cost for the days left, the new one charges those days and shares
/// its periods, on every edge. Both or neither; add-ons stay where they are.
/// </summary>
internal sealed class PartialUpgrade(BillingDb db, SubscriptionCreation creation, EndSubscription end)
{
    public async Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken)
    {
        var account = await db.LockBillingAccount(request.ConnectionId, cancellationToken);
        var subscription = (await db.LockSubscription(request.SubscriptionId!.Value, cancellationToken))!;
        if (request.Before != subscription.State())
        {
            return ChangeRules.Outdated;
        }

        var product = await db.Products.SingleAsync(row => row.Id == request.After.ProductId, cancellationToken);
        var wanted = OrderRules.Upgrade(subscription.AsChanged(), request.After, product.Kind, product.Charging, product.ResellerPlan);
        if (wanted.IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var periods = await db.LockSchedules(subscription.RealmId, [subscription.Id], cancellationToken);
        var made = await creation.Plan(request, account, subscription.MainSubscriptionId, periods, cancellationToken);
        var left = subscription.Quantity - request.After.Quantity;
        var reduced = await end.Plan(subscription, left, request.Id, SubscriptionActor.Agreement, on: null, cancellationToken, SubscriptionEvent.Upgraded);
        if (made.IsRefused(out refusal, out var creating) || reduced.IsRefused(out refusal, out var reducing))
        {
            return refusal;
        }

        return new AgreedChange([.. reducing.Edges, .. creating.Edges], token => CarryOut(reducing, creating, token)) { Created = creating.Created };
    }

    private static async Task<CarriedOut> CarryOut(AgreedChange reducing, AgreedChange creating, CancellationToken cancellationToken)
    {
        var reduced = await reducing.CarryOut(cancellationToken);
        var made = await creating.CarryOut(cancellationToken);
        return new CarriedOut(made.SubscriptionId, [.. reduced.Lines, .. made.Lines]);
    }
}
