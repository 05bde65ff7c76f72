using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Sends each event as soon as its transaction has committed here, in the order of commits, and marks it when the broker has confirmed it. A process
/// that dies in between leaves an unmarked row, which <see cref="OutboxReader"/> sends; the inbox drops what then arrives twice.
/// </summary>
internal sealed partial class OutboxDispatcher(
    FreshEvents fresh,
    OutboxPublisher publisher,
    SentMarks marks,
    BrokerTopology topology,
    IOptions<MessagingOptions> options,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int MostUnconfirmed = 200;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _unconfirmed = new(MostUnconfirmed);

    public override void Dispose()
    {
        _unconfirmed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(SendFresh(stoppingToken), WriteMarks(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The connection is closed after this: what is under way is confirmed, and what is confirmed is marked.
        for (var left = 0; left < MostUnconfirmed; left++)
            await _unconfirmed.WaitAsync(CancellationToken.None);
        await marks.WriteGathered(CancellationToken.None);
    }

    private async Task SendFresh(CancellationToken stoppingToken)
    {
        await topology.Declared.WaitAsync(stoppingToken);
        await foreach (var message in fresh.ReadAll(stoppingToken))
        {
            await _unconfirmed.WaitAsync(stoppingToken);
            _ = Send(message, stoppingToken);
        }
    }

    private async Task Send(OutboxMessage message, CancellationToken stoppingToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            patience.CancelAfter(options.Value.PublishTimeout);
            await publisher.Publish(message, patience.Token);
            marks.Add(message.Id);
        }
        catch (Exception exception)
        {
            fresh.Forget(message.Id);
            LogLeft(message.Type, message.MessageId, exception);
        }
        finally
        {
            _unconfirmed.Release();
        }
    }

    private async Task WriteMarks(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await marks.WriteNext(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnmarked(exception);
                await Task.Delay(PauseAfterFailure, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Type} {MessageId} was not confirmed and stays in the outbox")]
    private partial void LogLeft(string type, Guid messageId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Sent events could not be marked and will be sent again: the database is away")]
    private partial void LogUnmarked(Exception exception);
}
