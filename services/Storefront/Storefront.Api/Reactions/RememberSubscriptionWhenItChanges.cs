using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps Billing's subscriptions; whatever arrives last, the newest version stays.</summary>
internal sealed class RememberSubscriptionWhenItChanges(StorefrontDb db) :
    IReaction<SubscriptionCreated>,
    IReaction<TrialStarted>,
    IReaction<TrialEnded>,
    IReaction<SubscriptionActivated>,
    IReaction<SubscriptionChanged>
{
    public Task React(SubscriptionCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Subscription, context, cancellationToken);

    public Task React(TrialStarted fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Subscription, context, cancellationToken);

    public Task React(TrialEnded fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Subscription, context, cancellationToken);

    public Task React(SubscriptionActivated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Subscription, context, cancellationToken);

    public Task React(SubscriptionChanged fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Subscription, context, cancellationToken);

    private Task Remember(Subscription subscription, EventContext context, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<SubscriptionStatus>(subscription.Status, ignoreCase: true).ToString();
        var boughtBy = Enum.Parse<BoughtBy>(subscription.BoughtBy, ignoreCase: true).ToString();
        var price = Primitives.Money.Parse(subscription.UnitPrice.Amount, subscription.UnitPrice.Currency);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO subscription AS known (id, realm_id, connection_id, seller_id, buyer_id, product_id, product_name, quantity, status,
                bought_by, bought_at, trial_ends_at, unit_price, currency, interval, version)
            VALUES ({subscription.Id}, {context.RealmId}, {subscription.ConnectionId}, {subscription.SellerId}, {subscription.BuyerId},
                {subscription.ProductId}, {subscription.ProductName}, {subscription.Quantity}, {status}, {boughtBy}, {subscription.BoughtAt},
                {subscription.TrialEndsAt}, {price.MinorUnits}, {price.Currency.Code}, {subscription.Interval}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET product_name = excluded.product_name, quantity = excluded.quantity, status = excluded.status,
                trial_ends_at = excluded.trial_ends_at, unit_price = excluded.unit_price, currency = excluded.currency,
                interval = excluded.interval, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
