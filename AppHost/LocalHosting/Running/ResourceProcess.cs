using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Starts, stops and watches the process of one resource.</summary>
internal sealed class ResourceProcess(
    IResource resource,
    DcpClient dcp,
    LaunchPlanner planner,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    CancellationToken applicationEnd,
    CancellationToken consoleEnd)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly ILogger logger = loggers.GetLogger(resource);
    private readonly SemaphoreSlim oneAtATime = new(1);
    private Launch? launch;
    private Execution? execution;
    private int executions;

    /// <summary>Starts the process once what it waits for is there. While it waits, starting it again starts it at once. Comes back before that.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            var waiting = launch is { IsWaiting: true };
            if (launch is not null && !waiting)
            {
                return;
            }

            if (waiting)
            {
                await launch!.CancelAsync();
                launch = null;
            }

            if (execution is { Ended.Task.IsCompleted: false })
            {
                return;
            }

            await BeginAsync(wait: !waiting);
        },
        cancellationToken);

    /// <summary>Ends the process, or the wait for its start, and comes back when it has ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => ExclusivelyAsync(() => EndAsync(cancellationToken), cancellationToken);

    /// <summary>Ends the process and begins a new start.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            await EndAsync(cancellationToken);
            await BeginAsync(wait: true);
        },
        cancellationToken);

    /// <summary>Ends when everything that the process has written is taken in, or when consoles are not read any more.</summary>
    public Task ReadToEndAsync() => execution?.Console ?? Task.CompletedTask;

    /// <summary>Takes in what the orchestrator says of one of its executables.</summary>
    public async Task OnChangeAsync(bool deleted, DcpExecutable executable)
    {
        if (execution is not { } mine || mine.Name != executable.Metadata.Name)
        {
            return;
        }

        var status = executable.Status;
        var state = deleted ? DcpState.Finished : status?.State;
        if (state is DcpState.Running or DcpState.Finished or DcpState.FailedToStart)
        {
            // What the orchestrator has to say matters when there is no process to say anything.
            mine.Console ??= state == DcpState.FailedToStart
                ? CopyAsync(mine.Name, "system", isError: true)
                : Task.WhenAll(CopyAsync(mine.Name, "stdout", isError: false), CopyAsync(mine.Name, "stderr", isError: true));
        }

        switch (state)
        {
            case DcpState.Running when !mine.StopRequested:
                await PublishAsync(s => s with
                {
                    State = KnownResourceStates.Running,
                    StartTimeStamp = status!.StartupTimestamp?.UtcDateTime ?? s.StartTimeStamp,
                    Properties = s.Properties.With("executable.pid", status.Pid),
                });
                break;

            case DcpState.Stopping:
                await PublishAsync(s => s with { State = KnownResourceStates.Stopping });
                break;

            case DcpState.Finished or DcpState.FailedToStart when mine.Ended.TrySetResult():
                await PublishAsync(s => s with
                {
                    State = mine.StopRequested ? KnownResourceStates.Exited
                        : state == DcpState.Finished ? KnownResourceStates.Finished
                        : new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                    ExitCode = mine.StopRequested || state == DcpState.FailedToStart ? null : status?.ExitCode,
                    StopTimeStamp = status?.FinishTimestamp?.UtcDateTime ?? DateTime.UtcNow,
                    Properties = s.Properties.With("executable.pid", value: null),
                });
                break;
        }
    }

    private async Task BeginAsync(bool wait)
    {
        // Before the caller goes on: who waits for the resource from here on must not see the state of the last start.
        await PublishAsync(s => s with
        {
            State = KnownResourceStates.Starting,
            StartTimeStamp = null,
            StopTimeStamp = null,
            ExitCode = null,
            IsReady = false,
            HealthReports = HealthMonitor.Unknown(resource),
        });
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(applicationEnd);
        var next = new Launch(cancellation);
        launch = next;
        next.Task = LaunchAsync(next, wait, cancellation.Token);
    }

    private async Task LaunchAsync(Launch mine, bool wait, CancellationToken cancellationToken)
    {
        // The caller holds the lock only as long as it takes to begin.
        await Task.Yield();
        try
        {
            var old = execution;
            if (wait)
            {
                mine.IsWaiting = true;
                await notifications.WaitForDependenciesAsync(resource, cancellationToken);
                mine.IsWaiting = false;
                await PublishAsync(s => s with { State = KnownResourceStates.Starting });
            }

            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken);
            var plan = await planner.PlanAsync(resource, logger, cancellationToken);
            await PublishAsync(s => s with
            {
                EnvironmentVariables = [.. plan.Environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
                Properties = s.Properties
                    .With("executable.path", plan.Program)
                    .With("executable.args", plan.Arguments, plan.HasSecretArguments)
                    .With("executable.workDir", plan.WorkingDirectory)
                    .With("project.path", plan.ProjectFile),
            });
            cancellationToken.ThrowIfCancellationRequested();
            await CreateAsync(plan);
            if (old is not null)
            {
                await ForgetAsync(old, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped before it started.
        }
#pragma warning disable CA1031 // Callbacks of the AppHost run in here: whatever goes wrong, this resource did not start and the others go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError("{Message}", exception is DistributedApplicationException ? exception.Message : exception.ToString());
            await PublishAsync(s => s with { State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });
        }
        finally
        {
            Interlocked.CompareExchange(ref launch, null, mine);
        }
    }

    // Not cancelled by a stop, which then would not know whether there is a process to stop.
    private async Task CreateAsync(LaunchPlan plan)
    {
        // A name is free again only some time after its executable was deleted: each start has its own.
        var number = Interlocked.Increment(ref executions).ToString(CultureInfo.InvariantCulture);
        var next = new Execution($"{resource.InstanceId}-{number}");
        var executable = new DcpExecutable
        {
            Metadata = new DcpMetadata { Name = next.Name },
            Spec = new DcpExecutableSpec
            {
                ExecutablePath = plan.Program,
                Args = plan.Arguments,
                WorkingDirectory = plan.WorkingDirectory,
                Env = [.. plan.Environment.Select(v => new DcpVariable(v.Key, v.Value))],
            },
        };
        execution = next;
        try
        {
            await dcp.CreateAsync(executable, applicationEnd);
        }
        catch (HttpRequestException)
        {
            next.Ended.TrySetResult();
            throw;
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (launch is { } starting)
        {
            await starting.CancelAsync();
            launch = null;
        }

        if (execution is { Ended.Task.IsCompleted: false } running)
        {
            running.StopRequested = true;
            await PublishAsync(s => s with { State = KnownResourceStates.Stopping });
            await dcp.StopAsync(running.Name, cancellationToken);
            await running.Ended.Task.WaitAsync(StopLimit, cancellationToken);
        }

        await PublishAsync(s => s.HasEnded ? s : s with { State = KnownResourceStates.Exited, StopTimeStamp = DateTime.UtcNow });
    }

    private async Task ForgetAsync(Execution old, CancellationToken cancellationToken)
    {
        if (old.Console is { } console)
        {
            await console.WaitAsync(cancellationToken);
        }

        try
        {
            await dcp.DeleteAsync(old.Name, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            // It is over either way, and its successor runs.
            logger.LogDebug(exception, "'{Name}' was not forgotten.", old.Name);
        }
    }

    private async Task CopyAsync(string name, string source, bool isError)
    {
        var log = loggers.Log(resource);
        try
        {
            await foreach (var line in dcp.ReadLogAsync(name, source, consoleEnd))
            {
                log.Append(line, isError);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // The orchestrator is going, and the console with it.
        }
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, change);

    private async Task ExclusivelyAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await action();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>A start that is under way.</summary>
    private sealed class Launch(CancellationTokenSource cancellation)
    {
        public Task Task { get; set; } = Task.CompletedTask;

        public bool IsWaiting { get; set; }

        public async Task CancelAsync()
        {
            await cancellation.CancelAsync();
            await Task;
            cancellation.Dispose();
        }
    }

    /// <summary>One process, from its creation to its end.</summary>
    private sealed class Execution(string name)
    {
        public string Name { get; } = name;

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task? Console { get; set; }

        public bool StopRequested { get; set; }
    }
}
