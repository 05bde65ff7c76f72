using Npgsql;
using Testing;

namespace Billing.Api.Tests;

/// <summary>A bill run over many connections, against what each of them would be charged by itself.</summary>
public sealed class BillRunTests(BillingService billing)
{
    private NpgsqlDataSource Database => billing.Service.Database;

    /// <summary>A known failure of other billing systems: two runs at once make the same invoice twice.</summary>
    [Fact]
    public async Task Run_TwoReplicasAtOnce_EveryChargeAndInvoiceExistsOnce()
    {
        var channel = new BilledChannel(customers: 6000, resellers: 30);
        await channel.LoadAsync(Database);
        await using var replica = billing.Service.StartReplica();

        await RunAsync(channel);

        var (charges, keys) = await PairAsync($"SELECT count(*), count(DISTINCT (connection_id, key)) FROM charges WHERE realm_id = '{channel.RealmId}'");
        Assert.Equal((12_000, 12_000), (charges, keys));
        var (invoices, edges) = await PairAsync($"SELECT count(*), count(DISTINCT connection_id) FROM invoices WHERE realm_id = '{channel.RealmId}'");
        Assert.Equal((6030, 6030), (invoices, edges));
        var (events, told) = await PairAsync($"SELECT count(*), count(DISTINCT aggregate_id) FROM platform.outbox WHERE realm_id = '{channel.RealmId}' AND type = 'billing.v1.invoice-issued'");
        Assert.Equal((6030, 6030), (events, told));
        Assert.Equal(0, await CountAsync($"SELECT count(*) FROM (SELECT max(number) - count(*) AS gap FROM invoices WHERE realm_id = '{channel.RealmId}' GROUP BY seller_id) s WHERE gap <> 0"));
    }

    /// <summary>A known failure of other billing systems: an error in the middle of a run is swallowed.</summary>
    [Fact]
    public async Task Run_OneConnectionCannotBeBilled_OthersAreAndItIsSetAsideWithItsReason()
    {
        var channel = new BilledChannel(customers: 40, resellers: 2);
        await channel.LoadAsync(Database);
        var bad = channel.ConnectionOfCustomer(17);
        await ExecuteAsync($"UPDATE billing_schedules SET unit_price_minor_units = {long.MaxValue}, quantity = 2 WHERE connection_id = '{bad}'");

        await FallDueAsync(channel);
        await Eventually.Async(
            async () => await CountAsync($"SELECT count(*) FROM platform.due_work WHERE realm_id = '{channel.RealmId}' AND due_at = '{channel.DueAt:O}' AND attempts = 0") == 0);
        await Eventually.Async(async () => await CountAsync($"SELECT count(*) FROM invoices WHERE realm_id = '{channel.RealmId}'") == 41);

        Assert.Equal(0, await CountAsync($"SELECT count(*) FROM charges WHERE connection_id = '{bad}'"));
        Assert.Equal(
            1,
            await CountAsync(
                $"SELECT count(*) FROM platform.due_work WHERE realm_id = '{channel.RealmId}' AND due_at = '{channel.DueAt:O}' AND key LIKE '{bad}/%' AND error LIKE '%OverflowException%' AND not_before IS NOT NULL"));
    }

    [Fact]
    public async Task Run_SubscriptionsBeginAndEndInsideThePeriod_AreChargedByTheDay()
    {
        var channel = new BilledChannel(customers: 10, resellers: 1);
        await channel.LoadAsync(Database);

        await RunAsync(channel);

        var month = DateTime.DaysInMonth(channel.DueAt.Year, channel.DueAt.Month);
        Assert.Equal((month - 7) * 2, await CountAsync($"SELECT sum(days)::bigint FROM charges WHERE subscription_id = (SELECT subscription_id FROM charges WHERE connection_id = '{channel.ConnectionOfCustomer(3)}')"));
        Assert.Equal(17 * 2, await CountAsync($"SELECT sum(days)::bigint FROM charges WHERE subscription_id = (SELECT subscription_id FROM charges WHERE connection_id = '{channel.ConnectionOfCustomer(7)}')"));
        Assert.Equal(month, await CountAsync($"SELECT sum(days)::bigint FROM charges WHERE connection_id = '{channel.ConnectionOfCustomer(1)}'"));
        Assert.Equal(
            0,
            await CountAsync($"SELECT count(*) FROM billing_schedules WHERE realm_id = '{channel.RealmId}' AND (next_charge_at IS NULL) <> (ends_on IS NOT NULL)"));
    }

    private async Task RunAsync(BilledChannel channel)
    {
        await FallDueAsync(channel);
        await Eventually.Async(
            async () => await CountAsync($"SELECT count(*) FROM platform.due_work WHERE realm_id = '{channel.RealmId}' AND due_at = '{channel.DueAt:O}'") == 0,
            because: "everything due should be billed");
    }

    private async Task FallDueAsync(BilledChannel channel)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await channel.FallDueAsync(connection);
    }

    private Task<long> CountAsync(string sql) => billing.Service.CountAsync(sql);

    private async Task<(long First, long Second)> PairAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
