using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Messaging;
using Testing;

[assembly: AssemblyFixture(typeof(Orgs.Api.Tests.OrgsService))]

namespace Orgs.Api.Tests;

/// <summary>The real service on a database and a vhost of its own, shared by the tests of this assembly: each test makes a realm or organisations of its own.</summary>
public sealed class OrgsService : IAsyncLifetime
{
    public const string OperatorEmail = "operator@platform.test";
    public const string Issuer = "http://orgs.test";
    public static readonly string OperatorPassword = "live operator " + Convert.ToHexString(RandomNumberGenerator.GetBytes(6));

    private readonly SemaphoreSlim founding = new(1);
    private Dictionary<string, string?> settings = [];
    private Factory? factory;
    private EventSender? bus;
    private World? sandbox;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var servers = await Servers.AddressesAsync();
        var database = await Servers.CreateDatabaseAsync("orgs-tests");
        settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:db"] = database,
            ["ConnectionStrings:rabbitmq"] = await Servers.CreateVhostAsync("orgs-tests"),
            ["ConnectionStrings:mail"] = servers.Smtp.ToString(),
            ["Auth:Issuer"] = Issuer,
            ["Auth:KeyEncryptionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Bootstrap:OperatorEmail"] = OperatorEmail,
            ["Bootstrap:OperatorPassword"] = OperatorPassword,
            ["Realms:Services:0"] = "orgs",
        };
        Database = NpgsqlDataSource.Create(database);
        var arguments = settings.Select(setting => $"--{setting.Key}={setting.Value}").Prepend("migrate").ToArray();
        await Task.Run(() => typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments]));
        factory = new Factory(settings);
        _ = factory.Server;
        bus = await EventSender.ConnectAsync(settings["ConnectionStrings:rabbitmq"]!);
    }

    public Client Anonymous() => new(factory!.CreateClient());

    /// <summary>A second process of the service, as far as the database and the bus can tell.</summary>
    public WebApplicationFactory<Program> Replica() => new Factory(settings);

    /// <summary>The live operator's super admin.</summary>
    public async Task<Client> LiveOperatorAsync() => await Anonymous().SignInAsync(OperatorEmail, OperatorPassword, "live");

    /// <summary>A sandbox realm that tests share who only add organisations to it.</summary>
    public async Task<World> SandboxAsync()
    {
        await founding.WaitAsync();
        try
        {
            return sandbox ??= await NewSandboxAsync();
        }
        finally
        {
            founding.Release();
        }
    }

    /// <summary>A sandbox realm of one's own.</summary>
    public async Task<World> NewSandboxAsync()
    {
        var live = await LiveOperatorAsync();
        var email = Names.Email("root");
        var realm = await live.PostAsync("realms", new { name = Names.Unique("Sandbox"), operatorEmail = email, operatorPassword = Names.Password }, 201);
        var world = new World(this, realm.Text("slug"), realm.Text("id"));
        world.Operator = await world.SignInAsync(email);
        return world;
    }

    /// <summary>Another service tells a fact; returns when this one has dealt with it.</summary>
    /// <param name="reactions">How many have anything to do about it, each in its own time.</param>
    public async Task TellAsync<TEvent>(TEvent fact, EventContext envelope, int reactions = 1)
        where TEvent : class
    {
        await bus!.SendAsync(fact, envelope);
        await Eventually.Async(
            async () =>
            {
                await using var command = Database.CreateCommand($"SELECT count(*) FROM platform.inbox WHERE message_id = '{envelope.MessageId}'");
                return (long)(await command.ExecuteScalarAsync())! >= reactions;
            },
            because: "the event should be handled");
    }

    /// <summary>The events of an aggregate, in the order they were emitted, as subscribers get them.</summary>
    public async Task<IReadOnlyList<(string Type, long Version, JsonElement Payload)>> EventsOfAsync(string aggregateId)
    {
        await using var command = Database.CreateCommand(
            $"SELECT type, version, payload FROM platform.outbox WHERE aggregate_id = '{Guid.Parse(aggregateId)}' ORDER BY message_id");
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<(string, long, JsonElement)>();
        while (await reader.ReadAsync())
        {
            events.Add((reader.GetString(0), reader.GetInt64(1), JsonElement.Parse(reader.GetString(2))));
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        if (bus is not null)
        {
            await bus.DisposeAsync();
        }

        await Database.DisposeAsync();
        founding.Dispose();
    }

    private sealed class Factory(IReadOnlyDictionary<string, string?> settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        }
    }
}
