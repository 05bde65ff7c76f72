using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Aspire.Hosting.Running;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks: the gRPC service <c>aspire.v1.DashboardService</c>.</summary>
internal sealed class ResourceService(
    DashboardSettings settings,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    CommandDialogs dialogs,
    IServiceProvider services,
    ILogger<ResourceService> logger)
{
    private const string Path = "/aspire.v1.DashboardService/";
    private const string KeyHeader = "x-resource-service-api-key";

    private readonly CancellationTokenSource stopping = new();

    /// <summary>Ends the streams, which else would hold up the server's end.</summary>
    public void Stop() => stopping.Cancel();

    public async Task HandleAsync(HttpContext context)
    {
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        await GrpcFraming.BeginAsync(context.Response, aborted.Token);
        var status = await AnswerAsync(context, aborted.Token);
        if (!context.RequestAborted.IsCancellationRequested)
        {
            await GrpcFraming.EndAsync(context.Response, status);
        }
    }

    private async Task<GrpcStatus> AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!HasKey(context.Request))
        {
            return GrpcStatus.Unauthenticated;
        }

        var method = context.Request.Path.Value?.StartsWith(Path, StringComparison.Ordinal) == true ? context.Request.Path.Value[Path.Length..] : null;
        Func<HttpContext, CancellationToken, Task>? answer = method switch
        {
            "GetApplicationInformation" => GetApplicationInformationAsync,
            "WatchResources" => WatchResourcesAsync,
            "WatchResourceConsoleLogs" => WatchResourceConsoleLogsAsync,
            "ExecuteResourceCommand" => ExecuteResourceCommandAsync,
            "WatchInteractions" => WatchInteractionsAsync,
            _ => null,
        };
        if (answer is null)
        {
            return GrpcStatus.Unimplemented;
        }

        try
        {
            await answer(context, cancellationToken);
            return GrpcStatus.Ok;
        }
        catch (OperationCanceledException)
        {
            return GrpcStatus.Unavailable;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidProtocolBufferException)
        {
            logger.LogDebug(exception, "{Method} ended early.", method);
            return GrpcStatus.Internal;
        }
    }

    private bool HasKey(HttpRequest request) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers[KeyHeader].ToString()),
        Encoding.UTF8.GetBytes(settings.ResourceServiceApiKey));

    private Task GetApplicationInformationAsync(HttpContext context, CancellationToken cancellationToken) => GrpcFraming.WriteAsync(
        context.Response, new ApplicationInformationResponse { ApplicationName = settings.ApplicationName }, cancellationToken);

    private async Task WatchResourcesAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // Without an initial message the dashboard keeps showing that it connects.
        await GrpcFraming.WriteAsync(context.Response, new WatchResourcesUpdate { InitialData = new InitialResourceData() }, cancellationToken);
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            var upsert = new WatchResourcesChange { Upsert = ResourceMessages.From(change, services) };
            await GrpcFraming.WriteAsync(context.Response, new WatchResourcesUpdate { Changes = new WatchResourcesChanges { Value = { upsert } } }, cancellationToken);
        }
    }

    private async Task WatchResourceConsoleLogsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await GrpcFraming.ReadAsync(context.Request, WatchResourceConsoleLogsRequest.Parser, cancellationToken)
            ?? throw new InvalidDataException("The request is empty.");
        await foreach (var lines in loggers.Log(request.ResourceName).WatchAsync(!request.SuppressFollow, cancellationToken))
        {
            // A batch has to stay below the longest message the dashboard accepts.
            foreach (var part in lines.Chunk(500))
            {
                var update = new WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(part.Select(l => new ConsoleLogLine { Text = l.Content, IsStdErr = l.IsErrorMessage, LineNumber = l.LineNumber }));
                await GrpcFraming.WriteAsync(context.Response, update, cancellationToken);
            }
        }
    }

    private async Task ExecuteResourceCommandAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = await GrpcFraming.ReadAsync(context.Request, ResourceCommandRequest.Parser, cancellationToken)
            ?? throw new InvalidDataException("The request is empty.");
        var result = await ExecuteAsync(request, cancellationToken);
        var response = new ResourceCommandResponse
        {
            Kind = result.Success ? CommandOutcome.Succeeded : result.Canceled ? CommandOutcome.Cancelled : CommandOutcome.Failed,
        };
        if (result.Message is { } message)
        {
            response.Message = message;
        }

        await GrpcFraming.WriteAsync(context.Response, response, cancellationToken);
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(ResourceCommandRequest request, CancellationToken cancellationToken)
    {
        var command = notifications.TryGetCurrentState(request.ResourceName, out var state)
            ? state.Resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(c => c.Name == request.CommandName)
            : null;
        if (command is null)
        {
            return CommandResults.Failure($"Resource '{request.ResourceName}' has no command '{request.CommandName}'.");
        }

        // The dashboard calls without arguments; asking for them is the host's part.
        var arguments = command.Arguments.Count == 0 ? new InteractionInputCollection([]) : await dialogs.AskAsync(command, cancellationToken);
        return arguments is null
            ? CommandResults.Canceled()
            : await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, arguments, cancellationToken);
    }

    private async Task WatchInteractionsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var outgoing = Channel.CreateUnbounded<WatchInteractionsResponseUpdate>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = dialogs.Watch(outgoing.Writer);
        var sending = SendAsync();
        try
        {
            while (await GrpcFraming.ReadAsync(context.Request, WatchInteractionsRequestUpdate.Parser, ended.Token) is { } answer)
            {
                dialogs.Receive(answer);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await sending;
        }

        async Task SendAsync()
        {
            try
            {
                await foreach (var update in outgoing.Reader.ReadAllAsync(ended.Token))
                {
                    await GrpcFraming.WriteAsync(context.Response, update, ended.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The dashboard left.
            }
        }
    }
}
