using System.Net.Http.Headers;
using System.Text;
using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost.Servers;

/// <summary>Erlang's port mapper, run in the foreground so that it ends with the rest: RabbitMQ would leave one behind.</summary>
internal sealed class ErlangPortMapper(string name)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/epmd"), Repository.Root)
{
    public EndpointReference Endpoint => field ??= new EndpointReference(this, "tcp");
}

/// <summary>One RabbitMQ of this machine's own binaries. The connection string is the administrator's, as an amqp:// address.</summary>
internal sealed class RabbitMQServer(string name, ParameterResource password)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/rabbitmq"), Repository.Root), IResourceWithConnectionString
{
    public const string Administrator = "platform";

    public EndpointReference Amqp => field ??= new EndpointReference(this, "amqp");

    public EndpointReference Management => field ??= new EndpointReference(this, "management");

    public ParameterResource Password => password;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"amqp://{Administrator}:{Password}@127.0.0.1:{Amqp.Property(EndpointProperty.Port)}/");
}

internal static class RabbitMQExtensions
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    public static IResourceBuilder<ErlangPortMapper> AddErlangPortMapper(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation)
    {
        var port = installation.PortOf(name);
        return builder.AddResource(new ErlangPortMapper(name))
            .WithEndpoint(port: port, targetPort: port, scheme: "tcp", name: "tcp", env: "ERL_EPMD_PORT", isProxied: false);
    }

    public static IResourceBuilder<RabbitMQServer> AddRabbitMQServer(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ErlangPortMapper> epmd,
        LocalInstallation installation)
    {
        var password = builder.AddKeptSecret($"{name}-password", installation);
        var subscriberPassword = builder.AddKeptSecret("subscriber-password", installation);
        var server = new RabbitMQServer(name, password.Resource);
        var key = $"{name}-listens";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => ListensAsync(server, cancellationToken));
        var (port, management) = (installation.PortOf(name), installation.PortOf($"{name}-management"));
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: port, scheme: "amqp", name: "amqp", env: "RMQ_PORT", isProxied: false)
            .WithHttpEndpoint(port: management, targetPort: management, name: "management", env: "RMQ_MANAGEMENT_PORT", isProxied: false)
            .WithEnvironment("RMQ_DIST_PORT", installation.PortText($"{name}-distribution"))
            .WithEnvironment("ERL_EPMD_PORT", ReferenceExpression.Create($"{epmd.Resource.Endpoint.Property(EndpointProperty.Port)}"))
            .WithEnvironment("RMQ_DATA", installation.DataOf(name))
            .WithEnvironment("RMQ_PASSWORD", password)
            .WithEnvironment("RMQ_SUBSCRIBER_PASSWORD", subscriberPassword)
            .WithUrlForEndpoint("management", url => url.DisplayText = "Queues (user platform)")
            .WithHealthCheck(key);
    }

    private static async Task<HealthCheckResult> ListensAsync(RabbitMQServer server, CancellationToken cancellationToken)
    {
        var (amqp, management) = (
            await server.Amqp.Property(EndpointProperty.Port).GetValueAsync(cancellationToken),
            await server.Management.Property(EndpointProperty.Port).GetValueAsync(cancellationToken));
        var password = await ((IValueProvider)server.Password).GetValueAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{management}/api/health/checks/port-listener/{amqp}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RabbitMQServer.Administrator}:{password}")));
        try
        {
            using var response = await Http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The management API answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy("The management API does not answer.", exception);
        }
    }
}
