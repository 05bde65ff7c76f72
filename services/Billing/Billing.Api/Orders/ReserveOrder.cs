using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Storefront.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>
/// While an order waits for its approval, what it is to change is kept for it: a subscription has one change to be decided, whether it was proposed or ordered.
/// </summary>
internal sealed class ReserveOrder(BillingDb db, OrderAnswers answers, RealmClock clock)
{
    /// <param name="order">Locked.</param>
    /// <param name="fact">What was heard of it.</param>
    public async Task Run(Order order, Facts.Order fact, CancellationToken cancellationToken)
    {
        var lines = await db.LinesOf(order, cancellationToken);
        if (order.Status != OrderStatus.Submitted || lines.Count > 0)
        {
            return;
        }

        if (OrderRules.Check(fact.Understood()) is { } malformed)
        {
            Refuse(order, malformed);
            return;
        }

        foreach (var line in fact.Lines.Where(line => line.SubscriptionId is not null).OrderBy(line => line.SubscriptionId))
        {
            var subscription = await db.LockSubscription(line.SubscriptionId!.Value, cancellationToken);
            if (subscription is null || subscription.ConnectionId != order.ConnectionId)
            {
                Refuse(order, new Refusal("subscription_not_found", "There is no such subscription on this connection."));
                return;
            }

            if (await db.IsUndecided(subscription.Id, cancellationToken))
            {
                Refuse(order, ChangeRules.AlreadyUndecided);
                return;
            }

            lines.Add(line.Id, Place(order, line, subscription));
        }

        db.AddRange(lines.Values);
    }

    private void Refuse(Order order, Refusal why)
    {
        order.Status = OrderStatus.Refused;
        answers.Refused(order, why);
    }

    /// <summary>What the line will be is worked out when the order is accepted; until then it is only in the way of others.</summary>
    private Request Place(Order order, Facts.OrderLine line, Subscription subscription)
    {
        var request = new Request
        {
            Id = Guid.CreateVersion7(),
            RealmId = order.RealmId,
            SellerId = order.SellerId,
            BuyerId = order.BuyerId,
            ConnectionId = order.ConnectionId,
            Type = subscription.ProductKind == ProductKind.AddOn ? RequestType.AddOn : RequestType.Subscription,
            Change = ChangeOf(line),
            Status = RequestStatus.Draft,
            ProposedById = order.PlacedByOrganizationId,
            ProposedByPersonId = order.PlacedById,
            Before = subscription.State(),
            After = subscription.State(),
            SubscriptionId = subscription.Id,
            OrderId = order.Id,
            OrderLineId = line.Id,
        };
        request.Reserve(clock.Now);
        return request;
    }

    private static RequestChange ChangeOf(Facts.OrderLine line) => line.Action switch
    {
        "increase" => RequestChange.Modify,
        "upgrade" => RequestChange.Upgrade,
        "undo" => RequestChange.UndoCancellation,
        _ => RequestChange.Cancel,
    };
}
