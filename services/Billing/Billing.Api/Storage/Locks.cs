using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Requests;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using ServiceDefaults.Web;

namespace Billing.Api.Storage;

/// <summary>
/// Rows read for a decision that only one may make, inside a transaction. The second of two waits for the first to commit and then decides about what the
/// first left, so it is told why it came too late instead of that something collided. The scope's filter applies: a foreign row is not found.
/// </summary>
/// <remarks>
/// NO KEY: a row that refers to a locked one takes a share of its key. A stronger lock would wait for such a writer while that waits for us.
/// Two statements where one could do: EF does not know the columns of an amount of money in what a statement of ours returns.
/// </remarks>
internal static class Locks
{
    public static async Task<Request?> LockRequest(this BillingDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM requests WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        return await db.Requests.SingleOrDefaultAsync(request => request.Id == id, cancellationToken);
    }

    /// <summary>The request as it was when the caller read it.</summary>
    public static async Task<Result<Request>> LockRequest(this BillingDb db, Guid id, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if (await db.LockRequest(id, cancellationToken) is not { } request)
        {
            return new Refusal("not_found", "There is no such request.", RefusalKind.NotFound);
        }

        return ifMatch.Check(request.Version) is { } stale ? stale : request;
    }

    public static async Task<Subscription?> LockSubscription(this BillingDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM subscriptions WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        return await db.Subscriptions.SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken);
    }

    /// <summary>In the order of their ids.</summary>
    public static async Task<List<Subscription>> LockSubscriptions(this BillingDb db, Guid[] ids, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM subscriptions WHERE id = ANY ({ids}) ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        return await db.Subscriptions.Where(subscription => ids.Contains(subscription.Id)).OrderBy(subscription => subscription.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The add-ons of a subscription that still live.</summary>
    public static async Task<List<Subscription>> LockAddOns(this BillingDb db, Guid mainId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM subscriptions WHERE main_subscription_id = {mainId} ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        return await db.Subscriptions
            .Where(row => row.MainSubscriptionId == mainId && row.Status != SubscriptionStatus.Cancelled)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Every schedule of those subscriptions, the edges above the sale included. They belong to organisations that the caller need not know, so this looks past
    /// its scope (the realm still holds); what it finds is charged there and never shown.
    /// </summary>
    public static async Task<List<BillingSchedule>> LockSchedules(
        this BillingDb db, Guid realmId, IReadOnlyCollection<Guid> subscriptionIds, CancellationToken cancellationToken)
    {
        var ids = subscriptionIds.ToArray();
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM billing_schedules WHERE realm_id = {realmId} AND subscription_id = ANY({ids}) ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        return await db.BillingSchedules
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .Where(row => row.RealmId == realmId && ids.Contains(row.SubscriptionId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    public static async Task<Invoice?> LockInvoice(this BillingDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.LockInvoices([id], cancellationToken)).SingleOrDefault();

    /// <summary>The invoice as it was when the caller read it.</summary>
    public static async Task<Result<Invoice>> LockInvoice(this BillingDb db, Guid id, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if (await db.LockInvoice(id, cancellationToken) is not { } invoice)
        {
            return new Refusal("not_found", "There is no such invoice.", RefusalKind.NotFound);
        }

        return ifMatch.Check(invoice.Version) is { } stale ? stale : invoice;
    }

    /// <summary>In the order of their ids, so that two who want some of the same wait for each other and not both.</summary>
    public static async Task<List<Invoice>> LockInvoices(this BillingDb db, Guid[] ids, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM invoices WHERE id = ANY ({ids}) ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        return await db.Invoices.Where(invoice => ids.Contains(invoice.Id)).OrderBy(invoice => invoice.Id).ToListAsync(cancellationToken);
    }

    public static Task<BillingAccount> LockBillingAccount(this BillingDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db.BillingAccounts.FromSql($"SELECT * FROM billing_accounts WHERE connection_id = {connectionId} FOR NO KEY UPDATE").SingleAsync(cancellationToken);

    /// <summary>In the order of their ids, and read by nobody: for whoever changes what hangs on them.</summary>
    public static Task LockBillingAccounts(this BillingDb db, Guid[] connectionIds, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"SELECT 1 FROM billing_accounts WHERE connection_id = ANY ({connectionIds}) ORDER BY connection_id FOR NO KEY UPDATE", cancellationToken);

    /// <summary>What an order is about: the connection's account, if it has one, and then the subscriptions that it changes, as whoever approves a request locks them.</summary>
    public static async Task LockForOrder(this BillingDb db, Guid connectionId, Guid[] subscriptionIds, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM billing_accounts WHERE connection_id = {connectionId} FOR NO KEY UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM subscriptions WHERE id = ANY ({subscriptionIds}) ORDER BY id FOR NO KEY UPDATE", cancellationToken);
    }

    /// <summary>
    /// What is still to be paid on an edge, due first before the others. It may lie above the caller's own, where a buyer's cancellation gives its seller
    /// something back too; so this looks past the caller's scope.
    /// </summary>
    public static async Task<List<Invoice>> LockOpenInvoices(this BillingDb db, Guid connectionId, Currency currency, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM invoices WHERE connection_id = {connectionId} AND status IN ('Unpaid', 'Overdue') AND amount_due_currency = {currency.Code}
            ORDER BY id FOR NO KEY UPDATE
            """,
            cancellationToken);
        return await db.Invoices
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .Where(invoice => invoice.ConnectionId == connectionId && invoice.Status != InvoiceStatus.Paid && invoice.AmountDue.Currency == currency)
            .OrderBy(invoice => invoice.DueOn)
            .ThenBy(invoice => invoice.Number)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How much credit a connection has; nothing where it never had any.</summary>
    public static async Task<Money> LockCreditBalance(this BillingDb db, Guid connectionId, Currency currency, CancellationToken cancellationToken)
    {
        var held = await db.Database.SqlQuery<long>(
            $"""
            SELECT minor_units AS "Value" FROM credit_balances WHERE connection_id = {connectionId} AND currency = {currency.Code} FOR NO KEY UPDATE
            """).ToListAsync(cancellationToken);
        return new Money(held.SingleOrDefault(), currency);
    }

    /// <summary>Two that replace one seller's table do it one after the other; there may be no row yet to lock.</summary>
    public static Task LockTaxRates(this BillingDb db, Guid sellerId, CancellationToken cancellationToken) =>
        db.Database.LockAsync("tax-rates", sellerId, cancellationToken);

    /// <summary>The ids of the schedules of these edges that are due exactly then.</summary>
    public static Task<List<Guid>> LockDueSchedules(this BillingDb db, Guid[] connectionIds, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = dueAt.ToUniversalTime();
        return db.Database.SqlQuery<Guid>(
            $"""
            SELECT id AS "Value" FROM billing_schedules WHERE connection_id = ANY({connectionIds}) AND next_charge_at = {due} ORDER BY id FOR NO KEY UPDATE
            """).ToListAsync(cancellationToken);
    }
}
