using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.BillRuns;

/// <summary>Notes what a chunk of a run has billed, in that chunk's transaction.</summary>
internal sealed class BillRunRecord(BillingDb db, TimeProvider wallClock)
{
    /// <summary>Sellers are locked in the order of their ids, which is the order of their counters.</summary>
    public async Task Add(Guid realmId, DateTimeOffset dueAt, IReadOnlyCollection<BillableEdge> edges, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var dueOn = DateOnly.FromDateTime(dueAt.UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO bill_runs (id, realm_id, due_on, started_at) VALUES ({Guid.CreateVersion7()}, {realmId}, {dueOn}, {now})
            ON CONFLICT (realm_id, due_on) DO NOTHING
            """,
            cancellationToken);
        var sellers = edges.GroupBy(edge => edge.Due.Edge.SellerId, (seller, own) => (Id: seller, Counts: BilledCounts.Of([.. own]))).ToList();
        Guid[] ids = [.. sellers.Select(seller => seller.Id)];
        int[] connections = [.. sellers.Select(seller => seller.Counts.Connections)];
        int[] charges = [.. sellers.Select(seller => seller.Counts.Charges)];
        int[] invoices = [.. sellers.Select(seller => seller.Counts.Invoices)];
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
