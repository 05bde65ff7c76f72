using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Facts = Storefront.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>Takes in what is heard of an order: the first event of it, whichever that is, makes it known, and what comes late is dropped.</summary>
internal sealed class OrderIntake(BillingDb db)
{
    /// <summary>The order, locked until the transaction ends; null where something newer was heard before.</summary>
    /// <exception cref="InvalidOperationException">Its connection is not known yet.</exception>
    public async Task<Order?> Hear(Facts.Order fact, EventContext context, CancellationToken cancellationToken)
    {
        var placedBy = Enum.Parse<BoughtBy>(fact.PlacedBy, ignoreCase: true).ToString();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO orders (id, realm_id, seller_id, buyer_id, connection_id, number, placed_by, placed_by_id, status, heard_version, answer_version)
            SELECT {fact.Id}, realm_id, seller_id, buyer_id, id, {fact.Number}, {placedBy}, {fact.PlacedById}, {nameof(OrderStatus.Submitted)}, 0, 0
            FROM connections WHERE id = {fact.ConnectionId} AND realm_id = {context.RealmId}
            ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM orders WHERE id = {fact.Id} FOR NO KEY UPDATE", cancellationToken);

        // Events of different services overtake each other. Failing puts this one back until the connection has arrived.
        var order = await db.Orders.SingleOrDefaultAsync(row => row.Id == fact.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Connection {fact.ConnectionId} is not known yet.");
        if (context.Version < order.HeardVersion)
        {
            return null;
        }

        order.HeardVersion = context.Version;
        return order;
    }
}
