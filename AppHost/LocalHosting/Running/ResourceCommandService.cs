using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs the commands of resources, as the dashboard's menu does.</summary>
public class ResourceCommandService
{
    private readonly IServiceProvider services;
    private readonly ResourceNotificationService notifications;
    private readonly ResourceLoggerService loggers;

    internal ResourceCommandService(IServiceProvider services, ResourceNotificationService notifications, ResourceLoggerService loggers)
    {
        this.services = services;
        this.notifications = notifications;
        this.loggers = loggers;
    }

    /// <summary>Runs a command with the values its arguments start with.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource, commandName, new InteractionInputCollection([]), cancellationToken);

    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resourceId, commandName, new InteractionInputCollection([]), cancellationToken);

    /// <param name="resourceId">The name of the instance, see <see cref="ResourceEvent.ResourceId"/>.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId,
        string commandName,
        InteractionInputCollection arguments,
        CancellationToken cancellationToken = default) => notifications.TryGetCurrentState(resourceId, out var state)
            ? ExecuteCommandAsync(state.Resource, commandName, arguments, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."));

    /// <returns>The command's own result; a failure when there is no such command or it throws.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource,
        string commandName,
        InteractionInputCollection arguments,
        CancellationToken cancellationToken = default)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(c => c.Name == commandName);
        if (command is null)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resource.Name}'.");
        }

        var logger = loggers.GetLogger(resource);
        try
        {
            logger.LogInformation("Executing command '{Command}'.", commandName);
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                Services = services,
                ResourceName = resource.InstanceId,
                Logger = logger,
                CancellationToken = cancellationToken,
                Arguments = arguments,
            });
            if (!result.Success && !result.Canceled)
            {
                logger.LogError("Command '{Command}' failed: {Message}", commandName, result.Message);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
#pragma warning disable CA1031 // The command is the AppHost's code; whatever it throws is its answer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "Command '{Command}' failed.", commandName);
            return CommandResults.Failure(exception);
        }
    }
}
