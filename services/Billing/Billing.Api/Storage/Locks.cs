using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Requests;
using Billing.Api.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>
/// Rows read for a decision that only one may make. The second of two waits for the first to commit and then decides about what the first left,
/// so it is told why it came too late instead of that something collided. The scope's filter applies: a foreign row is not found.
/// </summary>
internal static class Locks
{
    public static Task<Request?> LockRequest(this BillingDb db, Guid id, CancellationToken cancellationToken) =>
        db.Requests.FromSql($"SELECT * FROM requests WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    public static Task<Subscription?> LockSubscription(this BillingDb db, Guid id, CancellationToken cancellationToken) =>
        db.Subscriptions.FromSql($"SELECT * FROM subscriptions WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    public static Task<Invoice?> LockInvoice(this BillingDb db, Guid id, CancellationToken cancellationToken) =>
        db.Invoices.FromSql($"SELECT * FROM invoices WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    public static Task<BillingAccount> LockBillingAccount(this BillingDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db.BillingAccounts.FromSql($"SELECT * FROM billing_accounts WHERE connection_id = {connectionId} FOR UPDATE").SingleAsync(cancellationToken);

    /// <summary>The schedules of one edge that are due exactly then.</summary>
    public static Task<List<BillingSchedule>> LockDueSchedules(this BillingDb db, Guid connectionId, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = dueAt.ToUniversalTime();
        return db.BillingSchedules
            .FromSql($"SELECT * FROM billing_schedules WHERE connection_id = {connectionId} AND next_charge_at = {due} ORDER BY id FOR UPDATE")
            .OrderBy(schedule => schedule.Id)
            .ToListAsync(cancellationToken);
    }
}
