using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Sends parts of the log again, page by page and with the same message ids: whoever has handled an event drops it. A page's progress commits after the
/// broker has all of it, so a process that dies sends at most one page twice.
/// </summary>
internal sealed partial class EventReplayer(NpgsqlDataSource database, BrokerConnection broker, BrokerTopology topology, Wakes wakes, ILogger<EventReplayer> logger) : BackgroundService
{
    private const int PageSize = 500;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private const string Page = $"""
        SELECT {OutboxMessage.Columns} FROM platform.outbox o
        WHERE id > $1 AND id <= $2
          AND ($3 IS NULL OR type = ANY($3)) AND ($4 IS NULL OR realm_id = $4) AND ($5 IS NULL OR message_id = ANY($5))
          AND ($6 IS NULL OR written_at >= $6) AND ($7 IS NULL OR written_at < $7)
        ORDER BY id LIMIT $8
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ((Task)topology.Declared.WaitAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendPage(stoppingToken))
                {
                }
                await wakes.Replay.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogPaused(exception);
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> SendPage(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Claim(connection, cancellationToken) is not { } job)
            return false;

        var page = await ReadPage(connection, job, cancellationToken);
        await Task.WhenAll(page.Select(message => Send(message, job.Queue, cancellationToken)));

        await using var progress = new NpgsqlCommand(
            """
            UPDATE platform.replay SET last_id = $2, events_sent = events_sent + $3, done_at = CASE WHEN $4 THEN clock_timestamp() END
            WHERE id = $1
            """,
            connection)
        {
            Parameters = { new() { Value = job.Id }, new() { Value = page.Count > 0 ? page[^1].Id : job.LastId }, new() { Value = (long)page.Count }, new() { Value = page.Count < PageSize } },
        };
        await progress.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private Task Send(OutboxMessage message, string? queue, CancellationToken cancellationToken) => queue is null
        ? broker.Publish(message.Type, routingKey: "", mandatory: false, Envelope.WriteAgain(message), message.Body(), cancellationToken)
        : broker.PublishTo(queue, Envelope.WriteAgain(message), message.Body(), cancellationToken);

    private static async Task<Job?> Claim(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, queue, types, realm_id, message_ids, since, until, last_id, up_to_id FROM platform.replay
            WHERE done_at IS NULL ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        return new Job(row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetValue(2), row.GetValue(3), row.GetValue(4), row.GetValue(5), row.GetValue(6), row.GetInt64(7), row.GetInt64(8));
    }

    private static async Task<List<OutboxMessage>> ReadPage(NpgsqlConnection connection, Job job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Page, connection)
        {
            Parameters =
            {
                new() { Value = job.LastId },
                new() { Value = job.UpToId },
                new() { Value = job.Types, DataTypeName = "text[]" },
                new() { Value = job.RealmId, DataTypeName = "uuid" },
                new() { Value = job.MessageIds, DataTypeName = "uuid[]" },
                new() { Value = job.Since, DataTypeName = "timestamptz" },
                new() { Value = job.Until, DataTypeName = "timestamptz" },
                new() { Value = PageSize },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken))
            page.Add(OutboxMessage.Read(reader));
        return page;
    }

    // The filters as the database gave them, DBNull for "any": they only travel back.
    private sealed record Job(Guid Id, string? Queue, object Types, object RealmId, object MessageIds, object Since, object Until, long LastId, long UpToId);

    [LoggerMessage(LogLevel.Warning, "Sending a part of the log again has paused")]
    private partial void LogPaused(Exception exception);
}
