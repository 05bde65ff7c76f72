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
        // Two statements: one that locked, read and wrote would write with an older view of the row than it had locked.
        var held = await db.LockCreditBalance(connectionId, atMost.Currency, cancellationToken);
        var taken = held < atMost ? held : atMost;
        if (!taken.IsZero)
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE credit_balances SET minor_units = minor_units - {taken.MinorUnits} WHERE connection_id = {connectionId} AND currency = {taken.Currency.Code}",
                cancellationToken);
        }

        return taken;
    }
}
