using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Messaging;

namespace Orgs.Api.Reactions;

/// <summary>Keeps which subscriptions a connection has that are not cancelled.</summary>
internal sealed class RememberSubscriptionWhenItChanges(OrgsDb db) : IReaction<SubscriptionCreated>, IReaction<SubscriptionChanged>
{
    public Task React(SubscriptionCreated fact, EventContext context, CancellationToken cancellationToken) =>
        RememberAsync(fact.Subscription, context, cancellationToken);

    public Task React(SubscriptionChanged fact, EventContext context, CancellationToken cancellationToken) =>
        RememberAsync(fact.Subscription, context, cancellationToken);

    private async Task RememberAsync(Subscription subscription, EventContext context, CancellationToken cancellationToken)
    {
        var row = await db.ConnectionSubscriptions.SingleOrDefaultAsync(known => known.Id == subscription.Id, cancellationToken);
        if (row is null)
        {
            row = new ConnectionSubscription
            {
                Id = subscription.Id,
                RealmId = context.RealmId,
                ConnectionId = subscription.ConnectionId,
                SellerId = subscription.SellerId,
                BuyerId = subscription.BuyerId,
            };
            db.ConnectionSubscriptions.Add(row);
        }
        else if (row.Version >= context.Version)
        {
            return;
        }

        row.IsLive = subscription.Status != "cancelled";
        row.Version = context.Version;
        await db.SaveChangesAsync(cancellationToken);
    }
}
