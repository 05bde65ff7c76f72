using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Orgs.Api.Reactions;

/// <summary>Keeps which subscriptions a connection has that are not cancelled.</summary>
internal sealed class RememberSubscriptionWhenItChanges(SqlSession sql) : IReaction<SubscriptionCreated>, IReaction<SubscriptionChanged>
{
    public Task React(SubscriptionCreated fact, EventContext context, CancellationToken cancellationToken) =>
        RememberAsync(fact.Subscription, context, cancellationToken);

    public Task React(SubscriptionChanged fact, EventContext context, CancellationToken cancellationToken) =>
        RememberAsync(fact.Subscription, context, cancellationToken);

    private Task RememberAsync(Subscription subscription, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"""
            INSERT INTO connection_subscriptions AS known (id, realm_id, connection_id, seller_id, buyer_id, is_live, version)
            VALUES ({subscription.Id}, {context.RealmId}, {subscription.ConnectionId}, {subscription.SellerId}, {subscription.BuyerId},
                {subscription.Status != "cancelled"}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET is_live = excluded.is_live, version = excluded.version WHERE known.version < excluded.version
            """,
            cancellationToken);
}
