using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Runs the health checks of one resource while it runs, and says when it is ready.</summary>
internal sealed class HealthMonitor(
    IResource resource,
    HealthCheckService checks,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    IServiceProvider services)
{
    // Others wait for an unhealthy resource; a healthy one is only watched.
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(10);

    private readonly string[] keys = Keys(resource);

    // The start whose readiness has been announced: a subscriber that failed is not called again before the next start.
    private DateTime? announced;

    /// <summary>The reports before the first check.</summary>
    public static ImmutableArray<HealthReportSnapshot> Unknown(IResource resource) =>
        [.. Keys(resource).Select(key => new HealthReportSnapshot(key, Status: null, Description: null, ExceptionText: null))];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var running = (await notifications.WaitForResourceAsync(resource.Name, e => e.Snapshot.IsRunning, cancellationToken)).Snapshot;
            var healthy = keys.Length == 0 || await CheckAsync(cancellationToken);
            var ready = running.IsReady || (healthy && await BecomeReadyAsync(running, cancellationToken));
            await PauseAsync(healthy, ready, cancellationToken);
        }
    }

    // A resource is as healthy as what it lives in.
    private static string[] Keys(IResource resource)
    {
        var own = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key);
        return resource is IResourceWithParent { Parent: var parent } ? [.. own.Union(Keys(parent), StringComparer.Ordinal)] : [.. own];
    }

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CheckLimit);
        HealthReport report;
        try
        {
            report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name, StringComparer.Ordinal), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            report = new HealthReport(
                keys.ToDictionary(k => k, _ => new HealthReportEntry(HealthStatus.Unhealthy, $"No answer within {CheckLimit.TotalSeconds} s.", CheckLimit, exception: null, data: null), StringComparer.Ordinal),
                CheckLimit);
        }

        var now = DateTime.UtcNow;
        ImmutableArray<HealthReportSnapshot> reports = [.. keys.Select(key => report.Entries.TryGetValue(key, out var entry)
            ? new HealthReportSnapshot(key, entry.Status, entry.Description, entry.Exception?.ToString()) { LastRunAt = now }
            : new HealthReportSnapshot(key, HealthStatus.Unhealthy, "No health check of that name is registered.", ExceptionText: null) { LastRunAt = now })];
        await notifications.PublishUpdateAsync(resource, s => s.IsRunning ? s with { HealthReports = reports } : s);
        return reports.All(r => r.Status == HealthStatus.Healthy);
    }

    private async Task<bool> BecomeReadyAsync(CustomResourceSnapshot checkedSnapshot, CancellationToken cancellationToken)
    {
        if (checkedSnapshot.StartTimeStamp is { } start && start == announced)
        {
            return false;
        }

        announced = checkedSnapshot.StartTimeStamp;
        try
        {
            await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        }
#pragma warning disable CA1031 // The subscribers are the AppHost's code; what waits for this resource stays waiting, and its console says why.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            loggers.GetLogger(resource).LogError(exception, "What has to be done when '{Resource}' is ready failed.", resource.Name);
            return false;
        }

        // Not if it was restarted in the meantime: the new process has not been checked.
        await notifications.PublishUpdateAsync(
            resource,
            s => s.IsRunning && s.StartTimeStamp == checkedSnapshot.StartTimeStamp ? s with { IsReady = true } : s);
        return true;
    }

    private async Task PauseAsync(bool healthy, bool ready, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        pause.CancelAfter(healthy ? WhileHealthy : WhileUnhealthy);
        try
        {
            await notifications.WaitForResourceAsync(resource.Name, e => !e.Snapshot.IsRunning || e.Snapshot.IsReady != ready, pause.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time for the next check.
        }
    }
}
