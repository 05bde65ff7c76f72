using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Holds a resource back until what it waits for is there.</summary>
internal sealed class DependencyWaits(ResourceNotificationService notifications, ResourceLoggerService loggers)
{
    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToArray();
        if (waits.Length == 0)
        {
            return;
        }

        await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Waiting });
        using var firstFailure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = waits.Select(w => WaitAsync(w, loggers.GetLogger(resource), resource.Name, firstFailure.Token)).ToList();
        try
        {
            // Not WhenAll: one failure decides, and the others might never come.
            while (pending.Count > 0)
            {
                var done = await Task.WhenAny(pending);
                pending.Remove(done);
                await done;
            }
        }
        finally
        {
            await firstFailure.CancelAsync();
        }
    }

    private async Task WaitAsync(WaitAnnotation wait, ILogger logger, string waiting, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        logger.LogInformation("Waiting for resource '{Resource}' to {Condition}.", name, wait.WaitType switch
        {
            WaitType.WaitForCompletion => "complete",
            WaitType.WaitUntilStarted => "start",
            _ => "become healthy",
        });
        var giveUp = (wait.WaitBehavior ?? notifications.DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;
        var reached = await notifications.WaitForResourceAsync(name, e => IsOver(wait, giveUp, e.Snapshot), cancellationToken);
        if (Failure(wait, reached.Snapshot) is { } failure)
        {
            throw new DistributedApplicationException($"Resource '{waiting}' stopped waiting for dependency resource '{name}' because it {failure}.");
        }

        logger.LogInformation("Finished waiting for resource '{Resource}'.", name);
    }

    private static bool IsOver(WaitAnnotation wait, bool giveUp, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitForCompletion => snapshot.HasEnded,
        WaitType.WaitUntilStarted => snapshot.IsRunning || (giveUp && snapshot.HasEnded),
        _ => (snapshot.IsRunning && snapshot.IsReady) || (giveUp && snapshot.HasEnded),
    };

    private static string? Failure(WaitAnnotation wait, CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        if (state == KnownResourceStates.FailedToStart)
        {
            return "failed to start";
        }

        return wait.WaitType == WaitType.WaitForCompletion
            ? snapshot.ExitCode is { } code && code != wait.ExitCode ? $"entered the '{state}' state with exit code '{code}', expected '{wait.ExitCode}'" : null
            : snapshot.HasEnded ? $"entered the '{state}' state prematurely" : null;
    }
}
