using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;
using Storefront.Domain;
using Subscription = Billing.Contracts.V1.Subscription;

namespace Storefront.Api.Reactions;

/// <summary>Keeps Billing's subscriptions and their history; whatever arrives last, the newest version stays.</summary>
internal sealed class RememberSubscriptionWhenItChanges(SqlSession sql, ListPriceAtPurchase listPrices, PurchaseHistory history) :
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

    private async Task Remember(Subscription subscription, EventContext context, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<SubscriptionStatus>(subscription.Status, ignoreCase: true);
        var boughtBy = Enum.Parse<BoughtBy>(subscription.BoughtBy, ignoreCase: true);
        var kind = Enum.Parse<SubscriptionKind>(subscription.ProductKind, ignoreCase: true);
        var plan = subscription.ResellerPlan is { } name ? Enum.Parse<ResellerPlan>(name, ignoreCase: true) : (ResellerPlan?)null;
        var price = Primitives.Money.Parse(subscription.UnitPrice.Amount, subscription.UnitPrice.Currency);
        await listPrices.Hold(subscription.ProductId, cancellationToken);
        // The row is locked even when it is newer: two pieces of news enter the history one after the other. The same version again overwrites itself,
        // which is how a rebuild fills in what an older version of this service left out.
        var written = await sql.Query(
            $"""
            INSERT INTO subscription AS known (id, realm_id, connection_id, seller_id, buyer_id, product_id, product_name, kind, main_subscription_id,
                quantity, status, bought_by, bought_at, trial_ends_at, unit_price, currency, interval, plan_length, scheduled_on,
                scheduled_quantity, reseller_plan, order_id, version)
            VALUES ({subscription.Id}, {context.RealmId}, {subscription.ConnectionId}, {subscription.SellerId}, {subscription.BuyerId},
                {subscription.ProductId}, {subscription.ProductName}, {kind.ToString()}, {subscription.MainSubscriptionId}, {subscription.Quantity},
                {status.ToString()}, {boughtBy.ToString()}, {subscription.BoughtAt}, {subscription.TrialEndsAt}, {price.MinorUnits},
                {price.Currency.Code}, {subscription.Interval}, {subscription.PlanLength}, {subscription.ScheduledOn}, {subscription.ScheduledQuantity},
                {plan?.ToString()}, {subscription.OrderId}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET product_id = excluded.product_id, product_name = excluded.product_name, kind = excluded.kind,
                main_subscription_id = excluded.main_subscription_id, quantity = excluded.quantity, status = excluded.status,
                trial_ends_at = excluded.trial_ends_at, unit_price = excluded.unit_price, currency = excluded.currency, interval = excluded.interval,
                list_price = CASE WHEN (known.product_id, known.currency, known.interval) = (excluded.product_id, excluded.currency, excluded.interval)
                    AND known.plan_length IN ('', excluded.plan_length) THEN known.list_price END,
                plan_length = excluded.plan_length, scheduled_on = excluded.scheduled_on, scheduled_quantity = excluded.scheduled_quantity,
                reseller_plan = excluded.reseller_plan, order_id = excluded.order_id, version = excluded.version
            WHERE known.version <= excluded.version RETURNING list_price IS NOT NULL
            """,
            row => row.GetBoolean(0),
            cancellationToken);
        var isNews = await history.Add(
            new PurchaseRow
            {
                SubscriptionId = subscription.Id,
                Version = context.Version,
                Id = Guid.CreateVersion7(),
                RealmId = context.RealmId,
                SellerId = subscription.SellerId,
                BuyerId = subscription.BuyerId,
                MainSubscriptionId = subscription.MainSubscriptionId ?? subscription.Id,
                At = context.OccurredAt,
                ProductId = subscription.ProductId,
                ProductName = subscription.ProductName,
                Quantity = subscription.Quantity,
                IsCancelled = status == SubscriptionStatus.Cancelled,
                UnitPrice = price.MinorUnits,
                Currency = price.Currency.Code,
                Interval = subscription.Interval,
            },
            cancellationToken);
        // Late news writes nothing here, but may tell when it became what it is.
        if (written is [false] || (written.Count == 0 && isNews))
        {
            await listPrices.FillIn(subscription.Id, cancellationToken);
        }
    }
}
