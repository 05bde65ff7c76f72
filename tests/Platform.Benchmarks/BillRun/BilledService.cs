using System.Diagnostics;
using Npgsql;
using Platform.Benchmarks.Measuring;
using Testing;

namespace Platform.Benchmarks.BillRun;

/// <summary>The Billing service as it runs in production, one process on a database of its own that holds a channel.</summary>
public sealed class BilledService : IAsyncDisposable
{
    // Enough for the runtime to have compiled everything for speed, as in a service that has run for a day.
    private const int WarmupCustomers = 20_000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly TestTokens _tokens;
    private readonly Child _process;

    private readonly NpgsqlDataSource _database;

    private BilledService(TestTokens tokens, Child process, NpgsqlDataSource database)
    {
        _tokens = tokens;
        _process = process;
        _database = database;
    }

    /// <summary>The most memory the process had resident in its last run.</summary>
    public double PeakMegabytes => _process.PeakMegabytes();

    /// <summary>Migrates an empty database, loads the channel and starts the service, which has done a run when this returns.</summary>
    public static async Task<BilledService> StartAsync(string connectionString, BilledChannel channel)
    {
        var servers = await Servers.AddressesAsync();
        var tokens = await TestTokens.StartAsync();
        var port = Ports.Free();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__db"] = connectionString,
            ["ConnectionStrings__rabbitmq"] = await Servers.CreateVhostAsync("bench-billrun"),
            ["ConnectionStrings__mail"] = servers.Smtp.ToString(),
            ["Logging__LogLevel__Default"] = "Warning",
            // What a run leaves in the outbox is sent beside it or after it; that is measured by itself ("events"), and would share these cores.
            ["Messaging__FreshFor"] = "1.00:00:00",
            ["Messaging__OutboxPoll"] = "1.00:00:00",
        };
        foreach (var (name, value) in tokens.Configuration)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value!;

        var assembly = Repository.Assembly("services/Billing/Billing.Api/Billing.Api.csproj");
        await using (var migration = Child.StartDotnet(assembly, ["migrate"], settings))
            await migration.UntilEndedAsync();
        var database = NpgsqlDataSource.Create(connectionString);
        var warmup = new BilledChannel(WarmupCustomers, resellers: 40);
        await warmup.LoadAsync(database);
        await channel.LoadAsync(database);

        var process = Child.StartDotnet(assembly, [], settings);
        await process.UntilAnswersAsync(new Uri($"http://127.0.0.1:{port}/alive"));
        var service = new BilledService(tokens, process, database);
        await service.RunAsync(warmup);
        return service;
    }

    /// <summary>Bills everything, from the moment at which it is due.</summary>
    public async Task<Billed> RunAsync(BilledChannel channel)
    {
        await using var connection = await _database.OpenConnectionAsync();
        var server = await PostgresCpu.OfAsync(connection);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await channel.FallDueAsync(connection, transaction);
            await CheckpointAsync();
            _process.ForgetPeak();
            await transaction.CommitAsync();
        }

        var (service, postgres) = (_process.CpuSeconds(), server.Seconds());
        var watch = Stopwatch.StartNew();
        // From the end, where a run comes last: from the beginning, each look would pass all that is done. One descent of one index and nothing else: while the table
        // is as new as this one, its statistics make reading and sorting all that is due look just as cheap, and that takes the longer the more is due. Asked for
        // what is due at that instant and not up to it, PostgreSQL may as well take the index of the keys, and pass all that the run has scheduled.
        await using (var oneDescent = new NpgsqlCommand("SET enable_sort = off; SET enable_incremental_sort = off", connection))
            await oneDescent.ExecuteNonQueryAsync();
        await using var left = new NpgsqlCommand(
            "SELECT key FROM platform.due_work WHERE realm_id = $1 AND due_at <= $2 AND set_aside_at IS NULL ORDER BY due_at DESC, kind DESC, key DESC LIMIT 1", connection)
        {
            Parameters = { new() { Value = channel.RealmId }, new() { Value = channel.DueAt } },
        };
        while (await left.ExecuteScalarAsync() is not null)
            await Task.Delay(BetweenLooks);
        return new Billed(watch.Elapsed.TotalSeconds, _process.CpuSeconds() - service, server.Seconds() - postgres);
    }

    /// <summary>What was written before is not to be written back during a measurement.</summary>
    public static async Task CheckpointAsync()
    {
        await using var server = new NpgsqlConnection((await Servers.AddressesAsync()).Postgres + ";Pooling=false");
        await server.OpenAsync();
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", server) { CommandTimeout = 0 };
        await checkpoint.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the process; what it wrote stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _tokens.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <param name="Seconds">Until nothing was left.</param>
    /// <param name="ServiceCpu">Seconds of the processor, as is <paramref name="PostgresCpu"/>.</param>
    public sealed record Billed(double Seconds, double ServiceCpu, double PostgresCpu);
}
