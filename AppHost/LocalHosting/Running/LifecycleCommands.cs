using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Running;

/// <summary>The commands every process has: start, stop, restart.</summary>
internal static class LifecycleCommands
{
    public static void AddTo(IResource resource)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Play", StartState, (process, cancellationToken) => process.StartAsync(cancellationToken));
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stop", StopState, (process, cancellationToken) => process.StopAsync(cancellationToken));
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", RestartState, (process, cancellationToken) => process.RestartAsync(cancellationToken));
    }

    private static void Add(
        IResource resource,
        string name,
        string displayName,
        string icon,
        Func<string?, ResourceCommandState> state,
        Func<ResourceProcess, CancellationToken, Task> action) => resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            displayName,
            async context =>
            {
                await action(context.Services.GetRequiredService<ApplicationRunner>().Process(resource), context.CancellationToken);
                return CommandResults.Success();
            },
            new CommandOptions
            {
                Description = $"{displayName} resource",
                IconName = icon,
                IconVariant = IconVariant.Filled,
                IsHighlighted = true,
                UpdateState = context => state(context.ResourceSnapshot.State?.Text),
            }));

    private static bool IsStopped(string? state) => state is null || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state, StringComparer.Ordinal);

    private static ResourceCommandState StartState(string? state) =>
        IsStopped(state) || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled
        : state == KnownResourceStates.Starting ? ResourceCommandState.Disabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState StopState(string? state) =>
        state == KnownResourceStates.Running || state == KnownResourceStates.Waiting ? ResourceCommandState.Enabled
        : state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState RestartState(string? state) =>
        state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
}
