using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

/// <summary>A sale charges its own edge and every edge above it, and an edge's first charge fixes its currency.</summary>
internal sealed class EdgeCurrencies(BillingDb db)
{
    /// <summary>Locks the connection's account, made by its first sale. Two first sales at once make one: the second finds what the first made.</summary>
    public async Task<BillingAccount> Open(Request request, CancellationToken cancellationToken) =>
        (await db.BillingAccounts
            .FromSql(
                $"""
                INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
                SELECT id, realm_id, seller_id, buyer_id, {request.After.UnitPrice.Currency.Code}, trial_days FROM connections WHERE id = {request.ConnectionId}
                ON CONFLICT (connection_id) DO NOTHING;
                SELECT * FROM billing_accounts WHERE connection_id = {request.ConnectionId} FOR NO KEY UPDATE
                """)
            // The connection is the request's, which was found in scope; two statements cannot be part of a third that filters what they find.
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .ToListAsync(cancellationToken)).Single();

    /// <summary>
    /// Two first sales at once in different currencies: the second finds what the first fixed. Accounts are opened upwards from the sale, by everybody: a sale
    /// on an edge in between has opened its own before it comes to those above.
    /// </summary>
    public async Task<Refusal?> FixAbove(IReadOnlyList<EdgePrice> above, Currency currency, CancellationToken cancellationToken)
    {
        // What has a currency keeps it: an edge that was charged before, as most were, had it compared with this one when it was priced.
        var edges = above.Where(edge => edge.Edge.Currency is null).Select(edge => edge.ConnectionId).ToArray();
        if (edges.Length == 0)
        {
            return null;
        }

        var fixedThere = await db.Database.SqlQuery<string>(
            $"""
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            SELECT id, realm_id, seller_id, buyer_id, {currency.Code}, trial_days FROM connections JOIN unnest({edges}) WITH ORDINALITY AS edge (id, depth) USING (id) ORDER BY depth DESC
            ON CONFLICT (connection_id) DO NOTHING;
            SELECT currency AS "Value" FROM billing_accounts WHERE connection_id = ANY ({edges})
            """).ToListAsync(cancellationToken);
        return fixedThere.Find(known => known != currency.Code) is { } other ? ConnectionPrices.Mismatch(currency, Currency.Parse(other)) : null;
    }
}
