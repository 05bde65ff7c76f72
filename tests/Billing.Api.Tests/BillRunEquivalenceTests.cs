using Billing.Api.BillRuns;
using Billing.Api.Invoices;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceDefaults.Security;
using Testing;

namespace Billing.Api.Tests;

/// <summary>The same input, billed in bulk and edge by edge: the same rows.</summary>
public sealed class BillRunEquivalenceTests(BillingService billing)
{
    // Rows without what is new each time: their own ids, and the ids of the invoices they belong to.
    private static readonly string[] Written =
    [
        "SELECT to_jsonb(i) - 'id' FROM invoices i WHERE realm_id = $1",
        "SELECT to_jsonb(c) - 'id' - 'invoice_id' || jsonb_build_object('invoice', i.number) FROM charges c JOIN invoices i ON i.id = c.invoice_id WHERE c.realm_id = $1",
        "SELECT to_jsonb(e) - 'id' - 'document_id' - 'source_id' FROM ledger_entries e WHERE realm_id = $1",
        "SELECT to_jsonb(n) - 'id' FROM credit_notes n WHERE realm_id = $1",
        "SELECT to_jsonb(p) - 'id' - 'invoice_id' FROM payments p WHERE realm_id = $1",
        "SELECT to_jsonb(b) FROM credit_balances b WHERE realm_id = $1",
        "SELECT to_jsonb(c) FROM invoice_counters c WHERE realm_id = $1",
        "SELECT to_jsonb(s) FROM billing_schedules s WHERE realm_id = $1",
        """
        SELECT jsonb_set(to_jsonb(o) - 'id' - 'message_id' - 'aggregate_id' - 'written_at', '{payload}', payload::jsonb #- '{invoice,id}' #- '{creditNote,id}')
        FROM platform.outbox o WHERE realm_id = $1
        """,
        "SELECT jsonb_build_object('kind', kind, 'due', due_at, 'payload', payload) FROM platform.due_work WHERE realm_id = $1",
    ];

    [Fact]
    public async Task Run_Chunk_WritesWhatEachEdgeByItselfWouldHaveWritten()
    {
        var channel = new BilledChannel(customers: 250, resellers: 3);
        await channel.LoadAsync(billing.Service.Database);
        // One pays from its balance, one is given back more than it is asked for, one has nothing to pay, one buys abroad,
        // one has a card, one gets mail.
        await ExecuteAsync($"""
            INSERT INTO credit_balances (connection_id, currency, realm_id, seller_id, buyer_id, minor_units)
            SELECT id, 'USD', realm_id, seller_id, buyer_id, 1500 FROM connections WHERE id = '{channel.ConnectionOfCustomer(5)}';
            UPDATE billing_schedules SET unit_price_minor_units = -700 WHERE connection_id = '{channel.ConnectionOfCustomer(6)}';
            UPDATE billing_schedules SET unit_price_minor_units = 0 WHERE connection_id = '{channel.ConnectionOfCustomer(8)}';
            INSERT INTO cards_on_file (connection_id, realm_id, seller_id, buyer_id, token, brand, last_four, set_at, set_by_person_id)
            SELECT id, realm_id, seller_id, buyer_id, 'test_visa', 'Visa', '4242', now(), buyer_id FROM connections WHERE id = '{channel.ConnectionOfCustomer(7)}';
            UPDATE connections SET accounts_payable_email = 'ap@contoso.example' WHERE id = '{channel.ConnectionOfCustomer(10)}';
            UPDATE organizations SET country = 'DE', tax_id = 'DE136695976' WHERE id = '{channel.CustomerId(9)}'
            """);
        // Those that involve credit come last in a run, and so do their numbers.
        var customers = Enumerable.Range(1, channel.Customers).OrderBy(number => number is 5 or 6);
        Guid[] edges = [.. Enumerable.Range(1, channel.Resellers).Select(channel.ConnectionOfReseller), .. customers.Select(channel.ConnectionOfCustomer)];

        var inBulk = await WrittenAsync(channel, services => services.GetRequiredService<BillDueEdges>().Run(edges, channel.DueAt, CancellationToken.None));
        var oneByOne = await WrittenAsync(channel, services => OneByOneAsync(services, edges, channel.DueAt));

        Assert.Equal(Written.Length, inBulk.Count);
        foreach (var (bulk, single) in inBulk.Zip(oneByOne))
        {
            Assert.NotEmpty(single);
            Assert.Equal(single, bulk);
        }
    }

    /// <summary>As it is done for a single purchase: tracked rows and a save.</summary>
    private static async Task OneByOneAsync(IServiceProvider services, Guid[] edges, DateTimeOffset dueAt)
    {
        var db = services.GetRequiredService<BillingDb>();
        foreach (var edge in edges)
        {
            var schedules = await db.BillingSchedules.Where(row => row.ConnectionId == edge && row.NextChargeAt == dueAt).OrderBy(row => row.Id).ToListAsync();
            await services.GetRequiredService<IssueInvoice>().Run(edge, [.. schedules.Select(Billable.Next).OfType<Billable>()], dueAt, orderNumber: null, CancellationToken.None);
            foreach (var next in schedules.Select(schedule => schedule.NextChargeAt).OfType<DateTimeOffset>().Distinct())
            {
                db.ScheduleBilling(edge, next);
            }

            await db.SaveChangesAsync();
        }
    }

    /// <summary>Does it, reads what it wrote, and undoes it.</summary>
    private async Task<List<List<string>>> WrittenAsync(BilledChannel channel, Func<IServiceProvider, Task> write)
    {
        await using var scope = billing.Service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterRealm(channel.RealmId, channel.DueAt);
        var db = scope.ServiceProvider.GetRequiredService<BillingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await write(scope.ServiceProvider);
        var tables = new List<List<string>>();
        foreach (var query in Written)
        {
            tables.Add(await RowsAsync(query, (NpgsqlTransaction)transaction.GetDbTransaction(), channel.RealmId));
        }

        await transaction.RollbackAsync();
        return tables;
    }

    private static async Task<List<string>> RowsAsync(string query, NpgsqlTransaction transaction, Guid realmId)
    {
        await using var command = new NpgsqlCommand($"SELECT row::text FROM ({query}) AS rows (row) ORDER BY 1", transaction.Connection, transaction) { Parameters = { new() { Value = realmId } } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = billing.Service.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
