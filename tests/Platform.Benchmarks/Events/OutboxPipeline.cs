using Bench.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Testing;

namespace Platform.Benchmarks.Events;

/// <summary>The platform's outbox and inbox with their default settings, as every service has them.</summary>
public sealed class OutboxPipeline : IPipeline
{
    private readonly IHost _host;
    private readonly Arrivals _arrivals;
    private readonly Guid _realm = Guid.CreateVersion7();

    private OutboxPipeline(IHost host, Arrivals arrivals)
    {
        _host = host;
        _arrivals = arrivals;
    }

    /// <param name="arrivals">Told what was written and what was handled.</param>
    /// <param name="inBatches">Whether the reaction lets deliveries that wait be handled together, as a read model does, or has each handled by itself.</param>
    /// <param name="sentRows">Events that the outbox holds from before, already sent.</param>
    public static async Task<OutboxPipeline> StartAsync(Arrivals arrivals, bool inBatches, int sentRows = 0)
    {
        var database = await Servers.CreateDatabaseAsync("bench");
        await PlatformSchema.MigrateAsync(database);
        await FillAsync(database, sentRows);

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:db"] = database,
            ["ConnectionStrings:rabbitmq"] = await Servers.CreateVhostAsync("bench"),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.AddPlatform<BenchDb>("bench", bus =>
        {
            bus.Publishes<OrderPlaced>();
            bus.React<OrderPlaced, RecordWhenPlaced>(inBatches: inBatches);
        });
        builder.Services.AddSingleton(_ => new HandledMoments(arrivals));
        var host = builder.Build();
        await using (var services = host.Services.CreateAsyncScope())
        {
            services.ServiceProvider.GetRequiredService<Scope>().EnterInstallation();
            await services.ServiceProvider.GetRequiredService<BenchDb>().GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        }

        // It has to listen before the first span begins.
        host.Services.GetRequiredService<HandledMoments>();
        await host.StartAsync();
        return new OutboxPipeline(host, arrivals);
    }

    public async Task WriteAsync(Guid id)
    {
        await using var services = _host.Services.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(_realm);
        var db = services.ServiceProvider.GetRequiredService<BenchDb>();
        db.Placed.Add(new Placed { Id = id, Note = EventsBench.Note });
        db.Emit(new OrderPlaced(id, EventsBench.Note), id, version: 1, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
        _arrivals.Committed(id);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // Of yesterday: a reaction whose queue is new asks for the events of the last minutes once more, and would get all of these.
    private static async Task FillAsync(string database, int sentRows)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            """
            INSERT INTO platform.outbox (message_id, realm_id, type, aggregate_id, version, occurred_at, payload, written_at, published_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'bench.v1.order-placed', gen_random_uuid(), 1, yesterday, $2, yesterday, yesterday
            FROM generate_series(1, $1), (SELECT now() - interval '1 day') AS old (yesterday)
            """,
            connection)
        {
            Parameters = { new() { Value = sentRows }, new() { Value = $$"""{"note":"{{EventsBench.Note}}"}""" } },
            CommandTimeout = 300,
        };
        await fill.ExecuteNonQueryAsync();
        await using var analyze = new NpgsqlCommand("ANALYZE platform.outbox", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync();
    }
}
