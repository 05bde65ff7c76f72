using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Payments;

/// <summary>Moves money in and out of credit balances, at once and under the row's lock: call it inside a transaction.</summary>
internal sealed class CreditBalances(BillingDb db)
{
    public Task Add(IConnectionRow edge, Guid connectionId, Money amount, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO credit_balances AS balance (connection_id, currency, realm_id, seller_id, buyer_id, minor_units)
            VALUES ({connectionId}, {amount.Currency.Code}, {edge.RealmId}, {edge.SellerId}, {edge.BuyerId}, {amount.MinorUnits})
            ON CONFLICT (connection_id, currency) DO UPDATE SET minor_units = balance.minor_units + excluded.minor_units
            """,
            cancellationToken);

    /// <summary>Takes as much as there is, up to <paramref name="atMost"/>. Returns what was taken.</summary>
    public async Task<Money> Take(Guid connectionId, Money atMost, CancellationToken cancellationToken)
    {
        var taken = await db.Database.SqlQuery<long>(
            $"""
            WITH held AS (
                SELECT minor_units FROM credit_balances WHERE connection_id = {connectionId} AND currency = {atMost.Currency.Code} FOR NO KEY UPDATE)
            UPDATE credit_balances AS balance SET minor_units = balance.minor_units - least(held.minor_units, {atMost.MinorUnits})
            FROM held WHERE balance.connection_id = {connectionId} AND balance.currency = {atMost.Currency.Code}
            RETURNING least(held.minor_units, {atMost.MinorUnits}) AS "Value"
            """).ToListAsync(cancellationToken);
        return new Money(taken.SingleOrDefault(), atMost.Currency);
    }
}
