using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Mail;

/// <summary>
/// Sends queued mail, some at a turn: over one connection to the server and in one transaction. The rows stay locked meanwhile, so no two replicas send them;
/// only a process that is killed makes second copies, of what it had sent in that turn. What was sent keeps who, what kind and when, and loses its body: links
/// in it are secrets.
/// </summary>
internal sealed partial class MailWorker(NpgsqlDataSource database, IPostOffice postOffice, Wakes wakes, IOptions<MailOptions> options, ILogger<MailWorker> logger)
    : BackgroundService
{
    private const int MostAtATurn = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendSome(stoppingToken))
                {
                }
                postOffice.Close();
                await wakes.Mail.WaitAsync(options.Value.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                LogPaused(exception);
                await Task.Delay(options.Value.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>False if nothing waited. The first that is not accepted ends the turn: if it is the server that is away, the others need not wait for that one by one.</summary>
    private async Task<bool> SendSome(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        await using var transaction = await connection.BeginTransactionAsync(stoppingToken);
        var waiting = await Take(connection, stoppingToken);
        var sent = new List<Guid>(waiting.Count);
        foreach (var queued in waiting)
        {
            if (!await Send(connection, queued, stoppingToken))
                break;
            sent.Add(queued.Id);
        }

        // Also when the service is being stopped: what has gone out must be known to have gone out.
        await MarkSent(connection, sent);
        await transaction.CommitAsync(CancellationToken.None);
        return waiting.Count > 0 && !stoppingToken.IsCancellationRequested;
    }

    private async Task<bool> Send(NpgsqlConnection connection, Queued queued, CancellationToken stoppingToken)
    {
        using var activity = Figures.Continue("mail send", ActivityKind.Client, queued.Traceparent);
        activity?.SetTag("mail.kind", queued.Mail.Kind);
        try
        {
            await postOffice.Send(queued.Mail, stoppingToken);
            Figures.MailSent.Add(1, new KeyValuePair<string, object?>("kind", queued.Mail.Kind));
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception cause) when (cause is not NpgsqlException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, cause.Message);
            await KeepFailure(connection, queued.Id, cause);
            LogFailed(queued.Mail.Kind, queued.Id, cause);
            return false;
        }
    }

    private static async Task<IReadOnlyList<Queued>> Take(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT id, recipient, subject, html, text, kind, traceparent FROM platform.mail
            WHERE sent_at IS NULL AND given_up_at IS NULL AND not_before <= clock_timestamp() ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED
            """,
            connection)
        {
            Parameters = { new() { Value = MostAtATurn } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var waiting = new List<Queued>();
        while (await row.ReadAsync(cancellationToken))
        {
            var mail = new Mail(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5));
            waiting.Add(new Queued(row.GetGuid(0), mail, row.IsDBNull(6) ? null : row.GetString(6)));
        }

        return waiting;
    }

    private static async Task MarkSent(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE platform.mail SET sent_at = clock_timestamp(), attempts = attempts + 1, error = NULL, html = NULL, text = NULL WHERE id = ANY($1)", connection)
        {
            Parameters = { new() { Value = ids.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task KeepFailure(NpgsqlConnection connection, Guid id, Exception cause)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE platform.mail
            SET attempts = attempts + 1, error = $2, not_before = clock_timestamp() + least($3 * power(2, least(attempts, 20)), interval '1 hour'),
                given_up_at = CASE WHEN attempts + 1 >= $4 THEN clock_timestamp() END
            WHERE id = $1
            """,
            connection)
        {
            Parameters = { new() { Value = id }, new() { Value = cause.Message }, new() { Value = options.Value.FirstPause }, new() { Value = options.Value.Attempts } },
        };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private sealed record Queued(Guid Id, Mail Mail, string? Traceparent);

    [LoggerMessage(LogLevel.Warning, "Mail {Id} of kind {Kind} was not accepted and is tried again later")]
    private partial void LogFailed(string kind, Guid id, Exception cause);

    [LoggerMessage(LogLevel.Warning, "Mail waits: the database is away")]
    private partial void LogPaused(Exception exception);
}
