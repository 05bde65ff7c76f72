using System.Globalization;
using AppHost.Installation;
using AppHost.Servers;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace AppHost;

/// <summary>The servers that every service uses.</summary>
internal sealed record SharedServers(
    IResourceBuilder<RabbitMQServer> RabbitMQ,
    IResourceBuilder<RedisServer> Redis,
    IResourceBuilder<MailCatcher> Mail);

internal static class Services
{
    public static readonly string[] All = ["orgs", "billing", "tickets", "storefront"];

    /// <summary>The service's own executable with the argument <c>migrate</c>: brings its database up to date and ends.</summary>
    public static IResourceBuilder<ProjectResource> AddMigration<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<PostgresDatabase> database)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithArgs("migrate")
            .WithReference(database, "db")
            .WaitForCompletion(database);

    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<PostgresDatabase> database,
        IResourceBuilder<ProjectResource> migration,
        SharedServers shared,
        LocalInstallation installation)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithLoopbackHttp(installation.PortOf(name))
            .WithReference(database, "db").WaitForCompletion(migration)
            .WithReference(shared.RabbitMQ, "rabbitmq").WaitFor(shared.RabbitMQ)
            .WithReference(shared.Redis, "redis").WaitFor(shared.Redis)
            .WithReference(shared.Mail, "mail").WaitFor(shared.Mail)
            .WithHttpHealthCheck("/health");

    public static IResourceBuilder<ProjectResource> AddGateway<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<RedisServer> redis,
        LocalInstallation installation)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, launchProfileName: null)
            .WithLoopbackHttp(installation.PortOf(name))
            .WithExternalHttpEndpoints()
            .WithReference(redis, "redis").WaitFor(redis)
            .WithHttpHealthCheck("/health")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Gateway")
            .WithUrl($"{installation.Gateway}/docs", "API docs");

    /// <summary>The operator's first super admin, created by the first migration of Orgs.</summary>
    public static IResourceBuilder<ProjectResource> WithOperator(this IResourceBuilder<ProjectResource> orgs, LocalInstallation installation)
    {
        var builder = orgs.ApplicationBuilder;
        return orgs
            .WithEnvironment("Bootstrap__OperatorEmail", builder.AddParameter("operator-email", LocalInstallation.OperatorEmail))
            .WithEnvironment("Bootstrap__OperatorPassword", builder.AddKeptSecret("operator-password", installation));
    }

    /// <summary>Has Orgs encrypt the private keys that sign tokens, so that who reads its database can't sign any.</summary>
    public static IResourceBuilder<ProjectResource> WithEncryptedSigningKeys(this IResourceBuilder<ProjectResource> orgs, IResourceBuilder<ParameterResource> key) =>
        orgs.WithEnvironment("Auth__KeyEncryptionKey", key);

    /// <summary>Tells a service its public address, which is also the issuer of its tokens, and where to read the keys without going through the gateway.</summary>
    public static IResourceBuilder<ProjectResource> WithTokensOf(
        this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<ProjectResource> orgs,
        IResourceBuilder<ProjectResource> gateway)
    {
        var issuer = gateway.GetEndpoint("http");
        var address = ReferenceExpression.Create($"http://127.0.0.1:{issuer.Property(EndpointProperty.Port)}");
        var metadata = ReferenceExpression.Create($"{orgs.GetEndpoint("http")}/.well-known/openid-configuration");
        return service
            .WithEnvironment("Public__BaseUrl", address)
            .WithEnvironment("Auth__Issuer", address)
            .WithEnvironment("Auth__Metadata", metadata);
    }

    /// <summary>Listens on a kept port of the loopback interface only, without a proxy in between: what listens there is the service itself.</summary>
    private static IResourceBuilder<ProjectResource> WithLoopbackHttp(this IResourceBuilder<ProjectResource> project, int port)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        return project
            .WithHttpEndpoint(port: port, targetPort: port, name: "http", isProxied: false)
            .WithEnvironment("ASPNETCORE_URLS", address)
            // The runtime otherwise maps every page of compiled code twice: a third of an idle service's memory, and part of its start.
            .WithEnvironment("DOTNET_EnableWriteXorExecute", "0");
    }
}
