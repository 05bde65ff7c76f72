using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AppHost.Servers;

/// <summary>One Redis of this machine's own binaries; it keeps nothing on disk.</summary>
internal sealed class RedisServer(string name, ParameterResource password)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/redis"), Repository.Root), IResourceWithConnectionString
{
    public EndpointReference Endpoint => field ??= new EndpointReference(this, "tcp");

    public ParameterResource Password => password;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"127.0.0.1:{Endpoint.Property(EndpointProperty.Port)},password={Password}");
}

internal static class RedisExtensions
{
    public static IResourceBuilder<RedisServer> AddRedisServer(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation)
    {
        var password = builder.AddKeptSecret($"{name}-password", installation);
        var server = new RedisServer(name, password.Resource);
        var key = $"{name}-answers";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => AnswersAsync(server, cancellationToken));
        var port = installation.PortOf(name);
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: port, scheme: "tcp", name: "tcp", env: "REDIS_PORT", isProxied: false)
            .WithEnvironment("REDIS_DATA", installation.DataOf(name))
            .WithEnvironment("REDIS_PASSWORD", password)
            .WithHealthCheck(key);
    }

    /// <summary>Signs in and pings in Redis' own line protocol: a client library would be a dependency for two lines.</summary>
    private static async Task<HealthCheckResult> AnswersAsync(RedisServer server, CancellationToken cancellationToken)
    {
        var port = int.Parse((await server.Endpoint.Property(EndpointProperty.Port).GetValueAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        var password = await ((IValueProvider)server.Password).GetValueAsync(cancellationToken);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\nQUIT\r\n"), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var answer = await reader.ReadToEndAsync(cancellationToken);
            return answer.Contains("+PONG", StringComparison.Ordinal) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(answer);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy("It does not take connections.", exception);
        }
    }
}
