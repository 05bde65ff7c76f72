using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Telemetry;

/// <summary>Measures what waits: in the outbox, as due work, as mail, as dead letters. Every replica reports the same figures of their common tables.</summary>
internal sealed partial class BacklogFigures : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // Looking must not cost the more the further behind the service is: of what waits to be sent only so much is counted (in order, or all of the log would be
    // read for it), the first in the log is the oldest, and what was set aside is found among what failed.
    private const string Query = """
        SELECT (SELECT count(*) FROM (SELECT FROM platform.outbox WHERE published_at IS NULL ORDER BY id LIMIT 10000) waiting),
               coalesce((SELECT extract(epoch FROM clock_timestamp() - written_at) FROM platform.outbox WHERE published_at IS NULL ORDER BY id LIMIT 1), 0)::float8,
               (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(w.due_at)), 0)::float8 FROM platform.due_work w
                WHERE w.set_aside_at IS NULL AND w.due_at <= clock_timestamp()),
               (SELECT count(*) FROM platform.due_work WHERE error IS NOT NULL AND set_aside_at IS NOT NULL),
               (SELECT count(*) FROM platform.mail WHERE sent_at IS NULL AND given_up_at IS NULL)
        """;

    private readonly NpgsqlDataSource _database;
    private readonly BrokerConnection _broker;
    private readonly ServiceMessaging _messaging;
    private readonly ILogger<BacklogFigures> _logger;
    private readonly Meter _meter = new(PlatformTelemetry.Name);
    private volatile Backlog _last = new(0, 0, 0, 0, 0);
    private volatile IReadOnlyList<Measurement<long>> _deadLetters = [];

    public BacklogFigures(NpgsqlDataSource database, BrokerConnection broker, ServiceMessaging messaging, ILogger<BacklogFigures> logger)
    {
        (_database, _broker, _messaging, _logger) = (database, broker, messaging, logger);
        _meter.CreateObservableGauge("platform.outbox.depth", () => _last.OutboxDepth, "{event}", "Events that wait to be sent, up to 10,000.");
        _meter.CreateObservableGauge("platform.outbox.lag", () => _last.OutboxLag, "s", "Age of the oldest event that waits to be sent.");
        _meter.CreateObservableGauge("platform.due_work.lag", () => _last.DueWorkLag, "s", "How long the oldest due item is overdue.");
        _meter.CreateObservableGauge("platform.due_work.set_aside", () => _last.DueWorkSetAside, "{item}", "Due items that failed too often and wait for a person.");
        _meter.CreateObservableGauge("platform.mail.queued", () => _last.MailQueued, "{mail}", "Mails that wait to be sent.");
        _meter.CreateObservableGauge("platform.dead_letters", () => _deadLetters, "{message}", "Messages that were given up, by queue.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await MeasureTables(stoppingToken);
                await CountDeadLetters(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The last figures stay; database and broker report for themselves that they are away.
                LogUnmeasured(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MeasureTables(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(Query);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        _last = new Backlog(row.GetInt64(0), row.GetDouble(1), row.GetDouble(2), row.GetInt64(3), row.GetInt64(4));
    }

    private async Task CountDeadLetters(CancellationToken cancellationToken)
    {
        await using var channel = await _broker.OpenChannel(cancellationToken);
        var counts = new List<Measurement<long>>();
        foreach (var queue in _messaging.Queues)
            counts.Add(new(await channel.MessageCountAsync(FailedDeliveries.DeadQueue(queue.Name), cancellationToken), new KeyValuePair<string, object?>("queue", queue.Name)));
        _deadLetters = counts;
    }

    private sealed record Backlog(long OutboxDepth, double OutboxLag, double DueWorkLag, long DueWorkSetAside, long MailQueued);

    [LoggerMessage(LogLevel.Debug, "Backlogs could not be measured")]
    private partial void LogUnmeasured(Exception exception);
}
