using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Testing;

/// <summary>
/// The real servers that integration tests run against: those the environment names, else a set that this process starts through the AppHost
/// and that ends with it. Tests never share a database or a vhost: each assembly (or test) creates its own.
/// </summary>
public static class Servers
{
    private static readonly Lazy<Task<ServerAddresses>> Started = new(StartAsync);
    private static readonly ConcurrentBag<string> Databases = [];
    private static readonly ConcurrentBag<string> Vhosts = [];

    public static Task<ServerAddresses> AddressesAsync() => Started.Value;

    static Servers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();

    /// <summary>Creates an empty database with a role of its own (not a superuser, as in the AppHost) and returns that role's connection string.</summary>
    /// <param name="name">A readable prefix; a random suffix keeps parallel runs apart.</param>
    public static async Task<string> CreateDatabaseAsync(string name)
    {
        var addresses = await AddressesAsync();
        var unique = Unique(name).Replace('-', '_');
        await using var connection = new NpgsqlConnection(addresses.Postgres + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in (string[])[$"create role {unique} login password '{unique}'", $"create database {unique} owner {unique}"])
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }

        Databases.Add(unique);
        return new NpgsqlConnectionStringBuilder(addresses.Postgres)
        {
            Database = unique,
            Username = unique,
            Password = unique,
            IncludeErrorDetail = true,
            MaxPoolSize = 30,
        }.ConnectionString;
    }

    /// <summary>Drops what <see cref="CreateDatabaseAsync"/> has made. As the server's superuser: nobody else may end an autovacuum that is at work in it.</summary>
    public static async Task DropDatabaseAsync(string connectionString) =>
        await DropDatabaseAsync(await AddressesAsync(), new NpgsqlConnectionStringBuilder(connectionString).Database!);

    /// <summary>Creates an empty RabbitMQ vhost and returns its amqp:// address.</summary>
    public static async Task<string> CreateVhostAsync(string name)
    {
        var addresses = await AddressesAsync();
        var vhost = Unique(name);
        using var management = Management(addresses.RabbitMQManagement);
        var user = addresses.RabbitMQ.UserInfo.Split(':')[0];
        await PutAsync($"api/vhosts/{vhost}", new { });
        await PutAsync($"api/permissions/{vhost}/{user}", new { configure = ".*", write = ".*", read = ".*" });
        Vhosts.Add(vhost);
        return new UriBuilder(addresses.RabbitMQ) { Path = "/" + vhost }.Uri.ToString();

        async Task PutAsync(string path, object body)
        {
            using var response = await management.PutAsJsonAsync(path, body);
            response.EnsureSuccessStatusCode();
        }
    }

    public static async Task<MailInbox> MailAsync() => new((await AddressesAsync()).MailApi);

    /// <summary>A client of RabbitMQ's management API: queue lengths, connections, closing a connection.</summary>
    public static async Task<HttpClient> ManagementAsync() => Management((await AddressesAsync()).RabbitMQManagement);

    private static HttpClient Management(Uri address)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)));
        return new HttpClient
        {
            BaseAddress = new UriBuilder(address) { UserName = "", Password = "", Path = "/" }.Uri,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    private static void DropAll()
    {
        try
        {
            DropAllAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is HttpRequestException or NpgsqlException)
        {
            // Servers that are gone have nothing left to drop.
        }
    }

    /// <summary>Servers that live longer than this process would otherwise work for every queue that a test has ever declared.</summary>
    private static async Task DropAllAsync()
    {
        if (ServerAddresses.FromEnvironment() is not { } addresses)
            return;
        using var management = Management(addresses.RabbitMQManagement);
        foreach (var vhost in Vhosts)
            using (await management.DeleteAsync($"api/vhosts/{vhost}")) { }
        foreach (var database in Databases)
            await DropDatabaseAsync(addresses, database);
    }

    private static async Task DropDatabaseAsync(ServerAddresses addresses, string database)
    {
        await using var connection = new NpgsqlConnection(addresses.Postgres + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in (string[])[$"drop database if exists {database} with (force)", $"drop role if exists {database}"])
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Unique(string name) => $"{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    private static async Task<ServerAddresses> StartAsync()
    {
        if (ServerAddresses.FromEnvironment() is { } named)
            return named;
        var host = await AppHostProcess.StartAsync("servers", "--servers");
        return host.System.Facts.Servers;
    }
}
