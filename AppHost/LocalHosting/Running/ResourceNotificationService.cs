using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the current snapshot of every resource and tells who asks of each change.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceEvent> current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> watchers = [];
    private readonly DependencyWaits dependencyWaits;

    internal ResourceNotificationService(ResourceLoggerService loggers, WaitBehavior defaultWaitBehavior)
    {
        DefaultWaitBehavior = defaultWaitBehavior;
        dependencyWaits = new DependencyWaits(this, loggers);
    }

    internal WaitBehavior DefaultWaitBehavior { get; }

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.InstanceId, stateFactory);

    /// <summary>Replaces the snapshot by what <paramref name="stateFactory"/> makes of it; nothing is told when that is the same.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (gate)
        {
            var before = current.GetValueOrDefault(resourceId)?.Snapshot;
            var after = stateFactory(before ?? resource.InitialSnapshot());
            if (after != before)
            {
                var change = new ResourceEvent(resource, resourceId, after);
                current[resourceId] = change;
                foreach (var watcher in watchers)
                {
                    watcher.Writer.TryWrite(change);
                }
            }
        }

        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (gate)
        {
            return current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>The current state of every resource, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (existing, channel) = Subscribe();
        try
        {
            foreach (var change in existing)
            {
                yield return change;
            }

            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            lock (gate)
            {
                watchers.Remove(channel);
            }
        }
    }

    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException($"The application ended while waiting for '{resourceName}'.");
    }

    /// <param name="targetState">Null: Running.</param>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <returns>The state that was reached.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToArray();
        var reached = await WaitForResourceAsync(resourceName, e => states.Contains(e.Snapshot.State?.Text, StringComparer.Ordinal), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, WaitBehavior, CancellationToken)"/>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <exception cref="DistributedApplicationException">The resource ended, and <paramref name="waitBehavior"/> says not to wait for another start.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName,
            e => e.Snapshot.HealthStatus == HealthStatus.Healthy
                || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && e.Snapshot.HasEnded),
            cancellationToken);
        return reached.Snapshot.HasEnded
            ? throw new DistributedApplicationException($"Stopped waiting for resource '{resourceName}' to become healthy because it is in the state '{reached.Snapshot.State?.Text}'.")
            : reached;
    }

    /// <summary>Waits for everything that the resource was told to wait for.</summary>
    /// <exception cref="DistributedApplicationException">Something waited for ended otherwise than it had to.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) =>
        dependencyWaits.WaitAsync(resource, cancellationToken);

    public void Dispose()
    {
        lock (gate)
        {
            watchers.ForEach(w => w.Writer.TryComplete());
        }

        GC.SuppressFinalize(this);
    }

    private (ResourceEvent[] Existing, Channel<ResourceEvent> Changes) Subscribe()
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (gate)
        {
            watchers.Add(channel);
            return ([.. current.Values], channel);
        }
    }
}
