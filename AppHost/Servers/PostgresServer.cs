using System.Globalization;
using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace AppHost.Servers;

/// <summary>One PostgreSQL of this machine's own binaries. Its connection string is the superuser's.</summary>
internal sealed class PostgresServer(string name, ParameterResource password)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/postgres"), Repository.Root), IResourceWithConnectionString
{
    public ParameterResource Password => password;

    public EndpointReference Endpoint => field ??= new EndpointReference(this, "tcp");

    public ReferenceExpression ConnectionStringExpression => ConnectionTo("postgres", "postgres", Password);

    /// <summary>
    /// Of each service. What comes in waits for a connection rather than opening one more: the server does as many things at once as the machine has processors,
    /// a service's own listeners keep a few, and each connection has to parse and plan every statement for itself, again and again until it keeps the plan.
    /// </summary>
    private static int PoolSize { get; } = Math.Min(4 + (3 * Environment.ProcessorCount), 50);

    public ReferenceExpression ConnectionTo(string database, string role, ParameterResource rolePassword) =>
        ReferenceExpression.Create($"Host=127.0.0.1;Port={Endpoint.Property(EndpointProperty.Port)};Database={database};Username={role};Password={rolePassword};Maximum Pool Size={PoolSize.ToString(CultureInfo.InvariantCulture)}");
}

/// <summary>A job that creates a database and its owner, or gives the owner its present password; the connection string is the owner's.</summary>
internal sealed class PostgresDatabase(string name, string databaseName, PostgresServer server, ParameterResource password)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/create-database"), Repository.Root), IResourceWithConnectionString
{
    public string DatabaseName => databaseName;

    public ParameterResource Password => password;

    public ReferenceExpression ConnectionStringExpression => server.ConnectionTo(DatabaseName, DatabaseName, Password);
}

internal static class PostgresExtensions
{
    public static IResourceBuilder<PostgresServer> AddPostgresServer(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation)
    {
        var password = builder.AddKeptSecret($"{name}-password", installation);
        var server = new PostgresServer(name, password.Resource);
        var key = $"{name}-answers";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => AnswersAsync(server, cancellationToken));
        var port = installation.PortOf(name);
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: port, scheme: "tcp", name: "tcp", env: "PG_PORT", isProxied: false)
            .WithEnvironment("PG_DATA", installation.DataOf(name))
            .WithEnvironment("PG_PASSWORD", password)
            .WithHealthCheck(key)
            .WithIconName("Database");
    }

    /// <param name="name">Ends in <c>-db</c>; database and role are called by the part before.</param>
    public static IResourceBuilder<PostgresDatabase> AddDatabase(this IResourceBuilder<PostgresServer> server, string name, LocalInstallation installation)
    {
        var builder = server.ApplicationBuilder;
        var password = builder.AddKeptSecret($"{name}-password", installation);
        var database = new PostgresDatabase(name, name[..^"-db".Length], server.Resource, password.Resource);
        return builder.AddResource(database)
            .WithEnvironment("PGHOST", "127.0.0.1")
            .WithEnvironment("PGPORT", ReferenceExpression.Create($"{server.Resource.Endpoint.Property(EndpointProperty.Port)}"))
            .WithEnvironment("PGUSER", "postgres")
            .WithEnvironment("PGPASSWORD", ReferenceExpression.Create($"{server.Resource.Password}"))
            .WithEnvironment("DATABASE", database.DatabaseName)
            .WithEnvironment("DATABASE_PASSWORD", password)
            .WithParentRelationship(server)
            .WithIconName("Database");
    }

    private static async Task<HealthCheckResult> AnswersAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        var connectionString = await ((IResourceWithConnectionString)server).GetConnectionStringAsync(cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Timeout=3");
            await connection.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("It does not take connections.", exception);
        }
    }
}
