using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>One real service in this process, on a database and a vhost of its own. The other services are played by <see cref="TellAsync"/>.</summary>
/// <typeparam name="TProgram">The service's Program class.</typeparam>
public sealed class ServiceUnderTest<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Factory _factory;
    private readonly EventSender _bus;
    private readonly NpgsqlDataSource _database;

    private ServiceUnderTest(IReadOnlyDictionary<string, string?> settings, TestTokens tokens, EventSender bus, NpgsqlDataSource database, ContextWatch? contexts)
    {
        _settings = settings;
        _factory = new Factory(settings, contexts);
        _ = _factory.Server;
        Tokens = tokens;
        _bus = bus;
        _database = database;
    }

    public TestTokens Tokens { get; }

    public NpgsqlDataSource Database => _database;

    /// <summary>Migrates an empty database by the service's own command and starts the service on it.</summary>
    /// <param name="name">Short, for the names of database and vhost.</param>
    /// <param name="contexts">Notices what contexts the running service uses.</param>
    public static async Task<ServiceUnderTest<TProgram>> StartAsync(string name, ContextWatch? contexts = null)
    {
        var servers = await Servers.AddressesAsync();
        var database = await Servers.CreateDatabaseAsync(name);
        var broker = await Servers.CreateVhostAsync(name);
        var tokens = await TestTokens.StartAsync();
        var settings = new Dictionary<string, string?>(tokens.Configuration, StringComparer.Ordinal)
        {
            ["ConnectionStrings:db"] = database,
            ["ConnectionStrings:rabbitmq"] = broker,
            ["ConnectionStrings:redis"] = servers.Redis,
            ["ConnectionStrings:mail"] = servers.Smtp.ToString(),
            ["Messaging:RedeliveryDelay"] = "00:00:00.200",
        };
        await Task.Run(() => typeof(TProgram).Assembly.EntryPoint!.Invoke(null, [(string[])["migrate", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")]]));
        var service = new ServiceUnderTest<TProgram>(settings, tokens, await EventSender.ConnectAsync(broker), NpgsqlDataSource.Create(database), contexts);
        using var client = service.Anonymous();
        // What is told before all queues are there is lost on some of them; an outbox would tell it again.
        await Eventually.Async(
            async () => (await (await client.GetAsync("/health")).Content.ReadAsStringAsync()).Contains("\"bus\":\"Healthy\"", StringComparison.Ordinal),
            because: "the service should listen");
        return service;
    }

    /// <summary>What the running service is made of.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts the service a second time, on the same database and vhost, until that is disposed of.</summary>
    public IAsyncDisposable StartReplica()
    {
        var replica = new Factory(_settings, contexts: null);
        _ = replica.Server;
        return replica;
    }

    /// <summary>A client that acts for a caller.</summary>
    public HttpClient As(Caller caller)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Of(caller));
        return client;
    }

    public HttpClient Anonymous() => _factory.CreateClient();

    /// <summary>Another service tells a fact; returns when every reaction of this service that has anything to do about it has done it.</summary>
    public async Task TellAsync<TEvent>(TEvent fact, EventContext envelope)
        where TEvent : class
    {
        await SendAsync(fact, envelope);
        var concerned = Services.GetRequiredService<ServiceMessaging>().Queues
            .Count(queue => queue.Reactions.Any(reaction => reaction.EventType == typeof(TEvent) && reaction.Concerns(fact, envelope)));
        await HandledAsync(envelope.MessageId, concerned);
    }

    /// <summary>As <see cref="TellAsync"/>, but does not wait for the effect.</summary>
    public Task SendAsync<TEvent>(TEvent fact, EventContext envelope)
        where TEvent : class => _bus.SendAsync(fact, envelope);

    public Task HandledAsync(Guid messageId, int reactions = 1) =>
        Eventually.Async(async () => await CountAsync($"SELECT count(*) FROM platform.inbox WHERE message_id = '{messageId}'") >= reactions, because: "the event should be handled");

    public Task<EventQueue<TEvent>> ListenAsync<TEvent>()
        where TEvent : class => _bus.ListenAsync<TEvent>();

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _bus.DisposeAsync();
        await _database.DisposeAsync();
        await Tokens.DisposeAsync();
    }

    private sealed class Factory(IReadOnlyDictionary<string, string?> settings, ContextWatch? contexts) : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureLogging(logging =>
            {
                logging.SetMinimumLevel(LogLevel.Warning);
                contexts?.Watch(logging);
            });
        }
    }
}
