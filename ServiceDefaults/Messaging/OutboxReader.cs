using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Sends what nobody has sent within a few seconds: events of a process that died, of a time without broker, or written past the context. A batch
/// stays locked until all its confirms are in and it is marked, so that two readers never take the same.
/// </summary>
internal sealed partial class OutboxReader(
    NpgsqlDataSource database,
    FreshEvents fresh,
    OutboxPublisher publisher,
    BrokerTopology topology,
    Wakes wakes,
    IOptions<MessagingOptions> options,
    ILogger<OutboxReader> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private const string Claim = $"""
        SELECT {OutboxMessage.Columns} FROM platform.outbox
        WHERE published_at IS NULL AND written_at < clock_timestamp() - $2 ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ((Task)topology.Declared.WaitAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendBatch(stoppingToken) > 0)
                {
                }
                await wakes.Outbox.WaitAsync(options.Value.OutboxPoll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await Task.Delay(PauseAfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns how many it sent. What failed stays in the outbox, and its exception is thrown after the others were marked.</summary>
    private async Task<int> SendBatch(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        await using var transaction = await connection.BeginTransactionAsync(stoppingToken);
        var batch = await ClaimBatch(connection, stoppingToken);
        if (batch.Count == 0)
            return 0;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(options.Value.PublishTimeout);
        var sending = batch.ConvertAll(message => publisher.Publish(message, patience.Token));
        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var sent = batch.Where((_, index) => sending[index].IsCompletedSuccessfully).Select(message => message.Id).ToArray();
        if (sent.Length > 0)
        {
            // Not cancellable: these are with the broker, and forgetting that would only send them again.
            await SentMarks.Write(connection, sent, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
        await Task.WhenAll(sending);
        return sent.Length;
    }

    private async Task<List<OutboxMessage>> ClaimBatch(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Claim, connection)
        {
            Parameters = { new() { Value = options.Value.DispatchBatch }, new() { Value = options.Value.FreshFor } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var message = OutboxMessage.Read(reader);
            if (!fresh.Has(message.Id))
                batch.Add(message);
        }
        return batch;
    }

    [LoggerMessage(LogLevel.Warning, "Events wait in the outbox: the broker or the database did not take them")]
    private partial void LogFailure(Exception exception);
}
