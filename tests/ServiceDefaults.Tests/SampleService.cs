using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Tests.Storage;
using Testing;

namespace ServiceDefaults.Tests;

/// <summary>Where a sample service lives: a database and a vhost of its own, which several of its processes may share and which end with the test.</summary>
internal sealed record SampleHome(string Database, string Broker) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        using var management = await Servers.ManagementAsync();
        using var _ = await management.DeleteAsync(new Uri($"api/vhosts/{new Uri(Broker).AbsolutePath.Trim('/')}", UriKind.Relative));
        await Servers.DropDatabaseAsync(Database);
    }

    public static async Task<SampleHome> CreateAsync(string name)
    {
        var home = new SampleHome(await Servers.CreateDatabaseAsync(name), await Servers.CreateVhostAsync(name));
        await PlatformSchema.MigrateAsync(home.Database);
        await using var db = home.Open(new Scope());
        await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        return home;
    }

    public SampleDb Open(Scope scope) => new(new DbContextOptionsBuilder<SampleDb>().UseNpgsql(Database, ServiceDbOptions.Configure).Options, scope);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> CountAsync(string table) => ScalarAsync<long>($"SELECT count(*) FROM {table}");

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>One process of the sample service: the mechanics as every service runs them, without the web.</summary>
internal sealed class SampleService : IAsyncDisposable
{
    private readonly IHost _host;

    private SampleService(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<SampleService> StartAsync(
        SampleHome home, Action<ServiceMessaging> configure, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:db"] = home.Database,
            ["ConnectionStrings:rabbitmq"] = home.Broker,
            ["Messaging:RedeliveryDelay"] = "00:00:00.100",
            ["Messaging:FreshFor"] = "00:00:00.500",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.AddPlatform<SampleDb>("sample", configure);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new SampleService(host);
    }

    /// <summary>Queues and bindings stand: what is published from now on arrives.</summary>
    public async Task<SampleService> ListeningAsync()
    {
        await Services.GetRequiredService<BrokerTopology>().Declared.WaitAsync(Eventually.DefaultDeadline);
        return this;
    }

    public bool IsIdle(Guid realmId) => Services.GetRequiredService<InFlight>().IsIdle(realmId);

    /// <summary>Does something as the system in one realm, as an operation would: in a scope of its own.</summary>
    public async Task InRealmAsync(Guid realmId, Func<SampleDb, Task> work)
    {
        await using var services = Services.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(realmId);
        await work(services.ServiceProvider.GetRequiredService<SampleDb>());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
