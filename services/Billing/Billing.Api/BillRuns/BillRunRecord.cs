using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Api.BillRuns;

/// <summary>Notes what a chunk of a run has billed, in that chunk's transaction.</summary>
internal sealed class BillRunRecord(BillingDb db, Scope scope, TimeProvider wallClock)
{
    /// <summary>
    /// To be called last: other chunks of the run wait for a share, or for the run itself while it is new, until this one commits. Sellers are locked in the
    /// order of their ids, which is the order of their counters.
    /// </summary>
    /// <param name="sellers">What each has billed; none twice.</param>
    public async Task Add(DateTimeOffset dueAt, IReadOnlyDictionary<Guid, BilledCounts> sellers, CancellationToken cancellationToken)
    {
        if (sellers.Count == 0)
        {
            return;
        }

        var (realmId, now) = (scope.RealmId, wallClock.GetUtcNow());
        var dueOn = DateOnly.FromDateTime(dueAt.UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO bill_runs (id, realm_id, due_on, started_at) VALUES ({Guid.CreateVersion7()}, {realmId}, {dueOn}, {now})
            ON CONFLICT (realm_id, due_on) DO NOTHING
            """,
            cancellationToken);
        Guid[] ids = [.. sellers.Keys];
        int[] connections = [.. sellers.Values.Select(billed => billed.Connections)];
        int[] charges = [.. sellers.Values.Select(billed => billed.Charges)];
        int[] invoices = [.. sellers.Values.Select(billed => billed.Invoices)];
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO bill_run_shares AS share (run_id, organization_id, realm_id, connections, charges, invoices, last_billed_at)
            SELECT run.id, seller.id, run.realm_id, seller.connections, seller.charges, seller.invoices, {now}
            FROM bill_runs run, unnest({ids}, {connections}, {charges}, {invoices}) AS seller (id, connections, charges, invoices)
            WHERE run.realm_id = {realmId} AND run.due_on = {dueOn} ORDER BY seller.id
            ON CONFLICT (run_id, organization_id) DO UPDATE
            SET connections = share.connections + excluded.connections, charges = share.charges + excluded.charges,
                invoices = share.invoices + excluded.invoices, last_billed_at = excluded.last_billed_at
            """,
            cancellationToken);
    }
}
