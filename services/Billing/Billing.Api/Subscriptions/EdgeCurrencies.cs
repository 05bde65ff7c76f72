using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace Billing.Api.Subscriptions;

/// <summary>A sale charges its own edge and every edge above it, and an edge's first charge fixes its currency.</summary>
internal sealed class EdgeCurrencies(BillingDb db, PriceResolver prices)
{
    /// <summary>Locks the connection's account, made by its first sale. Two first sales at once make one: the second finds what the first made.</summary>
    public async Task<BillingAccount> Open(Request request, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            SELECT id, realm_id, seller_id, buyer_id, {request.After.UnitPrice.Currency.Code}, trial_days FROM connections WHERE id = {request.ConnectionId}
            ON CONFLICT (connection_id) DO NOTHING
            """,
            cancellationToken);
        return await db.LockBillingAccount(request.ConnectionId, cancellationToken);
    }

    /// <summary>
    /// Two first sales at once in different currencies: the second finds what the first fixed. Accounts are opened upwards from the sale, by everybody: a sale
    /// on an edge in between has opened its own before it comes to those above.
    /// </summary>
    public async Task<Refusal?> FixAbove(IReadOnlyList<EdgePrice> above, Currency currency, CancellationToken cancellationToken)
    {
        var edges = above.Select(edge => edge.ConnectionId).ToList();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            SELECT id, realm_id, seller_id, buyer_id, {currency.Code}, trial_days FROM connections JOIN unnest({edges}) WITH ORDINALITY AS edge (id, depth) USING (id) ORDER BY depth DESC
            ON CONFLICT (connection_id) DO NOTHING
            """,
            cancellationToken);
        return await prices.MismatchOn(edges, currency, cancellationToken);
    }
}
