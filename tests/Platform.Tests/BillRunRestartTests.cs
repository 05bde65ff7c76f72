using Npgsql;
using Testing;

namespace Platform.Tests;

/// <summary>
/// A bill run over 20,000 subscriptions on two edges each, while Billing is killed five times and PostgreSQL and RabbitMQ are restarted once each: what was
/// to be charged is charged, invoiced, posted and told, each exactly once.
/// </summary>
public sealed class BillRunRestartTests
{
    private const int Subscriptions = 20_000;
    private const int Resellers = 40;
    private const int Kills = 5;

    /// <summary>Generous: a test waits for a state, and how long that takes on a busy machine is no finding.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task BillRun_KilledAgainAndAgain_ChargesInvoicesLedgerAndEventsExistOnce()
    {
        var system = await WholeSystem.SharedAsync();
        await using var billing = NpgsqlDataSource.Create(system.DatabaseOf("billing") + ";Pooling=false");
        var channel = new BilledChannel(Subscriptions, Resellers);
        await channel.LoadAsync(billing);
        await using (var connection = await billing.OpenConnectionAsync())
        {
            await channel.FallDueAsync(connection);
        }

        var books = new Books(billing, channel);
        for (var kill = 0; kill < Kills; kill++)
        {
            // In the middle of a run: another chunk has been billed, and a little later nobody knows what it is doing.
            var before = await books.InvoicesAsync();
            await Eventually.Async(async () => await books.InvoicesAsync() > before || await books.WaitingAsync() == 0, Recovery, "the run should go on");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(150)));
            system.Kill("billing");
            switch (kill)
            {
                case 1:
                    await system.StopAsync("postgres");
                    await system.StartAsync("postgres");
                    // A service beside it tells when the server has recovered.
                    await system.HealthyAsync("orgs");
                    break;
                case 3:
                    await system.StopAsync("rabbitmq");
                    await system.StartAsync("rabbitmq");
                    break;
            }

            if (kill < 2)
            {
                Assert.True(await books.WaitingAsync() > 0, "The run was over before it could be interrupted.");
            }

            await system.StartAsync("billing");
        }

        await Eventually.Async(async () => await books.WaitingAsync() == 0, Recovery, "everything due should be billed");
        await Eventually.Async(async () => await books.UnsentAsync() == 0, Recovery, "every event should be sent");
        await books.AreCompleteAsync();
    }

    /// <summary>Billing's tables, as far as they are about that channel.</summary>
    private sealed class Books(NpgsqlDataSource billing, BilledChannel channel)
    {
        public Task<long> InvoicesAsync() => CountAsync("FROM invoices WHERE realm_id = $1");

        public Task<long> WaitingAsync() => CountAsync($"FROM platform.due_work WHERE realm_id = $1 AND due_at = '{channel.DueAt:O}'");

        public Task<long> UnsentAsync() => CountAsync("FROM platform.outbox WHERE realm_id = $1 AND published_at IS NULL");

        public async Task AreCompleteAsync()
        {
            const int Edges = Subscriptions + Resellers;
            const int Charges = Subscriptions * 2;

            Assert.Equal(Charges, await CountAsync("FROM charges WHERE realm_id = $1"));
            Assert.Equal(Charges, await CountAsync("FROM (SELECT DISTINCT subscription_id, connection_id, period_start FROM charges WHERE realm_id = $1) c"));

            Assert.Equal(Edges, await CountAsync("FROM invoices WHERE realm_id = $1"));
            Assert.Equal(Edges, await CountAsync("FROM (SELECT DISTINCT connection_id FROM invoices WHERE realm_id = $1) i"));
            Assert.Equal(
                Resellers + 1,
                await CountAsync("FROM (SELECT seller_id FROM invoices WHERE realm_id = $1 GROUP BY seller_id HAVING max(number) = count(*) AND count(DISTINCT number) = count(*)) s"));
            Assert.Equal(0, await CountAsync("""
                FROM invoices i JOIN (SELECT invoice_id, sum(amount_minor_units + tax_minor_units) AS total FROM charges WHERE realm_id = $1 GROUP BY 1) c
                ON c.invoice_id = i.id WHERE i.amount_due_minor_units <> c.total
                """));

            // An entry debits and credits at once; that the books are right is that each line is posted, and each invoice is what its buyer owes.
            Assert.Equal(Charges, await CountAsync("FROM ledger_entries WHERE realm_id = $1 AND reason = 'Charge'"));
            Assert.Equal(0, await CountAsync("""
                FROM invoices i FULL JOIN (
                    SELECT document_id, sum(CASE WHEN debit = 'Receivable' THEN amount_minor_units WHEN credit = 'Receivable' THEN -amount_minor_units END) AS owed
                    FROM ledger_entries WHERE realm_id = $1 GROUP BY 1) l ON l.document_id = i.id
                WHERE (i.realm_id = $1 OR i.id IS NULL) AND i.amount_due_minor_units IS DISTINCT FROM l.owed
                """));

            Assert.Equal(Edges, await CountAsync("FROM platform.outbox WHERE realm_id = $1 AND type = 'billing.v1.invoice-issued'"));
            Assert.Equal(
                Edges, await CountAsync("FROM (SELECT DISTINCT o.aggregate_id FROM platform.outbox o JOIN invoices i ON i.id = o.aggregate_id WHERE o.realm_id = $1 AND o.type = 'billing.v1.invoice-issued') e"));
            Assert.Equal(
                1,
                await CountAsync($"FROM (SELECT sum(connections) AS c, sum(charges) AS l, sum(invoices) AS i FROM bill_run_shares WHERE realm_id = $1) r WHERE (c, l, i) = ({Edges}, {Charges}, {Edges})"));
        }

        private async Task<long> CountAsync(string rows)
        {
            await using var command = billing.CreateCommand($"SELECT count(*) {rows}");
            command.Parameters.Add(new NpgsqlParameter { Value = channel.RealmId });
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
