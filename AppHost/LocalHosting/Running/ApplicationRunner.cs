using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Brings the resources up when the host starts and everything down when it stops.</summary>
internal sealed class ApplicationRunner(
    IDistributedApplicationBuilder builder,
    DistributedApplicationOptions options,
    IConfiguration configuration,
    PortAllocator ports,
    DashboardHost dashboard,
    LaunchPlanner planner,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    HealthCheckService checks,
    IHostApplicationLifetime lifetime,
    IServiceProvider services,
    ILogger<DistributedApplication> logger) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan BeforeWatchingAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>For consoles to be read to their end once their processes and the orchestrator have ended.</summary>
    private static readonly TimeSpan ConsoleLimit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<IResource, ResourceProcess> processes = [];
    private readonly CancellationTokenSource end = new();

    // Consoles are read on while their processes end: what goes wrong then is said there.
    private readonly CancellationTokenSource consoleEnd = new();
    private DcpProcess? dcp;
    private Task background = Task.CompletedTask;
    private bool disposed;

    /// <exception cref="DistributedApplicationException">The resource is no process, or the application has not started.</exception>
    public ResourceProcess Process(IResource resource) => processes.GetValueOrDefault(resource)
        ?? throw new DistributedApplicationException($"'{resource.Name}' is not under way as a process.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var orchestrator = NativeParts.Orchestrator(configuration);
        ports.Allocate(builder.Resources);
        await PublishInitialStatesAsync(cancellationToken);
        dcp = await DcpProcess.StartAsync(orchestrator, cancellationToken);
        foreach (var resource in builder.Resources.Where(r => r.IsProcess))
        {
            processes[resource] = new ResourceProcess(
                resource, dcp.Client, planner, notifications, loggers, builder.Eventing, services, end.Token, consoleEnd.Token);
        }

        List<Task> running = [WatchAsync(dcp), NoticeDeathAsync(dcp)];
        running.AddRange(builder.Resources.Select(r => Quietly(
            new HealthMonitor(r, checks, notifications, loggers, builder.Eventing, services).RunAsync(end.Token))));
        running.AddRange(builder.Resources.Select(r => Quietly(InitializeAsync(r))));
        if (!options.DisableDashboard)
        {
            await dashboard.StartAsync(cancellationToken);
            running.Add(Quietly(dashboard.RunAsync(dcp.Client, end.Token)));
        }

        foreach (var (resource, process) in processes)
        {
            if (!resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
            {
                await process.StartAsync(cancellationToken);
            }
        }

        background = Task.WhenAll(running);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await end.CancelAsync();
        if (dcp is not null)
        {
            await dcp.StopAsync();
            consoleEnd.CancelAfter(ConsoleLimit);
            await Task.WhenAll(processes.Values.Select(process => process.ReadToEndAsync()));
        }

        await background;
        await dashboard.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Known to the container by two registrations, it is disposed of by both.
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await end.CancelAsync();
        await consoleEnd.CancelAsync();
        if (dcp is not null)
        {
            await dcp.DisposeAsync();
        }

        await background;
        end.Dispose();
        consoleEnd.Dispose();
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private async Task PublishInitialStatesAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in builder.Resources)
        {
            var urls = await ResourceUrls.ResolveAsync(resource, builder.ExecutionContext, cancellationToken);
            var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                CreationTimeStamp = DateTime.UtcNow,
                State = s.State ?? (resource.IsProcess ? KnownResourceStates.NotStarted : null),
                Urls = urls,
                IconName = icon?.IconName,
                IconVariant = icon?.IconVariant,
                HealthReports = HealthMonitor.Unknown(resource),
                Relationships = [.. Relationships(resource)],
                Properties = s.Properties.With("resource.parentName", resource.Parent?.InstanceId),
            });
        }
    }

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource)
    {
        var given = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type));
        return resource is IResourceWithParent { Parent: var parent }
            ? given.Prepend(new RelationshipSnapshot(parent.Name, KnownRelationshipTypes.Parent)).Distinct()
            : given.Distinct();
    }

    private async Task InitializeAsync(IResource resource)
    {
        if (resource is ParameterResource parameter)
        {
            var value = parameter.TryGetValue();
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = value is null ? new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn) : KnownResourceStates.Running,
                Properties = s.Properties.With("Value", value, parameter.Secret),
            });
        }

        try
        {
            await builder.Eventing.PublishAsync(
                new InitializeResourceEvent(resource, builder.Eventing, loggers, notifications, services), end.Token);
            if (resource is IResourceWithConnectionString source)
            {
                var value = await source.GetConnectionStringAsync(end.Token);
                await notifications.PublishUpdateAsync(resource, s => s with { Properties = s.Properties.With("resource.connectionString", value, isSensitive: true) });
            }
        }
#pragma warning disable CA1031 // Callbacks of the AppHost run in here: the resource shows that it failed, and the others go on.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            loggers.GetLogger(resource).LogError(exception, "'{Resource}' could not be initialized.", resource.Name);
            await notifications.PublishUpdateAsync(resource, s => s with { State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });
        }
    }

    private async Task WatchAsync(DcpProcess orchestrator)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await foreach (var (deleted, executable) in orchestrator.Client.WatchAsync(end.Token))
                {
                    foreach (var process in processes.Values)
                    {
                        await process.OnChangeAsync(deleted, executable);
                    }
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                logger.LogDebug(exception, "Lost sight of the orchestrator's resources.");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Quietly(Task.Delay(BeforeWatchingAgain, end.Token));
        }
    }

    private async Task NoticeDeathAsync(DcpProcess orchestrator)
    {
        await Quietly(orchestrator.WaitForExitAsync(end.Token));
        if (!end.IsCancellationRequested)
        {
            logger.LogCritical("The orchestrator ended by itself; every resource ends with it.");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
