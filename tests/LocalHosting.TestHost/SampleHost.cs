using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LocalHosting.TestHost;

/// <summary>An application with a bit of everything: server, database in it, job, service, secret, command with a dialog.</summary>
internal static class SampleHost
{
    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = settings,
            DisableDashboard = settings.Contains("--Sample:DisableDashboard=true", StringComparer.Ordinal),
        });
        builder.Services.AddHealthChecks().AddCheck("server", () => HealthCheckResult.Healthy("It answers."));

        var password = builder.AddParameter("password", "hidden away", secret: true);
        var server = builder.AddExecutable("server", "/bin/sh", ".", "-c", "echo server at $PORT; echo careful >&2; exec sleep 1000")
            .WithEndpoint(name: "tcp", env: "PORT")
            .WithEnvironment("SERVER_PASSWORD", password)
            .WithHealthCheck("server")
            .WithIconName("Server");
        var database = builder.AddDatabase("database", server.Resource, password.Resource);
        var migration = builder.AddExecutable("migration", "/bin/sh", ".", "-c", "echo migrated")
            .WithReference(database)
            .WaitFor(database)
            .WithParentRelationship(server);
        builder.AddProject<ServiceProject>("service")
            .WithArgs("serve")
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithReference(database)
            .WaitForCompletion(migration)
            .WithUrlForEndpoint("http", url => url.DisplayText = "Service")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/pid", DisplayText = "Process id" })
            .WithCommand("advance", "Advance clock", context => Task.FromResult(CommandResults.Success($"Advanced by {context.Arguments.GetInt32("days")} days.")), new CommandOptions
            {
                Description = "Moves the clock forward.",
                IconName = "ArrowCounterclockwise",
                Arguments = [new InteractionInput { Name = "days", Label = "Days", InputType = InputType.Number, Required = true, Value = "1" }],
            });
        builder.AddExecutable("by-hand", "/bin/sleep", ".", "1000").WithExplicitStart();

        await using var application = builder.Build();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("service");
        Console.WriteLine("The service is healthy.");
        await application.WaitForShutdownAsync();
        return 0;
    }

    private static IResourceBuilder<DatabaseResource> AddDatabase(
        this IDistributedApplicationBuilder builder,
        string name,
        ExecutableResource server,
        ParameterResource password) => builder.AddResource(new DatabaseResource(name, server, password))
            .WithIconName("Database")
            .OnInitializeResource(async (resource, e, cancellationToken) =>
            {
                await e.Notifications.WaitForResourceHealthyAsync(server.Name, cancellationToken);
                await e.Notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Running });
            });

    private sealed class DatabaseResource(string name, ExecutableResource server, ParameterResource password)
        : Resource(name), IResourceWithParent<ExecutableResource>, IResourceWithConnectionString
    {
        public ExecutableResource Parent { get; } = server;

        public ReferenceExpression ConnectionStringExpression =>
            ReferenceExpression.Create($"Port={new EndpointReference(Parent, "tcp").Property(EndpointProperty.Port)};Password={password}");
    }

    private sealed class ServiceProject : IProjectMetadata
    {
        public string ProjectPath => "LocalHosting.TestHost.csproj";

        public bool SuppressBuild => true;
    }
}
