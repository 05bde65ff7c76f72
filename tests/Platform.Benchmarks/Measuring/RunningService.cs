using System.Text.Json;
using Npgsql;
using Testing;

namespace Platform.Benchmarks.Measuring;

/// <summary>A service as it runs in production, one process, on a database and a vhost of its own.</summary>
public sealed record RunningService(Child Process, int Port, Uri Broker) : IAsyncDisposable
{
    /// <summary>An empty database with the tables of a service, by its own command.</summary>
    public static async Task<string> DatabaseAsync(string project)
    {
        var database = await Servers.CreateDatabaseAsync("bench");
        await Child.RunAsync("dotnet", [Repository.Assembly(project), "migrate"], new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__db"] = database });
        return database;
    }

    public static async Task<RunningService> StartAsync(string project, TestTokens tokens, string database)
    {
        var port = Ports.Free();
        var settings = tokens.Configuration.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!, StringComparer.Ordinal);
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        settings["ConnectionStrings__db"] = database;
        var broker = await Servers.CreateVhostAsync("bench");
        settings["ConnectionStrings__rabbitmq"] = broker;
        settings["ConnectionStrings__redis"] = (await Servers.AddressesAsync()).Redis;
        settings["ConnectionStrings__mail"] = (await Servers.AddressesAsync()).Smtp.ToString();
        settings["Logging__LogLevel__Default"] = "Warning";
        settings["DOTNET_EnableWriteXorExecute"] = "0";
        var process = Child.StartDotnet(Repository.Assembly(project), [], settings);
        await process.UntilAnswersAsync(new Uri($"http://127.0.0.1:{port}/health"));
        return new RunningService(process, port, new Uri(broker));
    }

    /// <summary>Leaves a reaction of its own to others: what is told from now on does not reach that queue.</summary>
    public async Task UnbindAsync(string queue)
    {
        using var management = await Servers.ManagementAsync();
        // A service declares its queues once more before it consumes them.
        await Eventually.Async(
            async () =>
            {
                using var response = await management.GetAsync(new Uri($"api/queues{Broker.AbsolutePath}/{queue}", UriKind.Relative));
                return response.IsSuccessStatusCode
                    && JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.TryGetProperty("consumers", out var consumers)
                    && consumers.GetInt32() > 0;
            },
            TimeSpan.FromMinutes(2),
            because: $"{queue} should be consumed");
        using var unbound = await management.DeleteAsync(new Uri($"api/bindings{Broker.AbsolutePath}/e/{queue}/q/{queue}/~", UriKind.Relative));
        unbound.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until it has told everybody of what it did, so that it does not do so in another's turn.</summary>
    public static async Task PublishedAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await Eventually.Async(
            async () =>
            {
                await using var command = source.CreateCommand("SELECT count(*) FROM platform.outbox WHERE published_at IS NULL");
                return (long)(await command.ExecuteScalarAsync())! == 0;
            },
            because: "the events should be published");
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
