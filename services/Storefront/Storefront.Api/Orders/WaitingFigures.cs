using System.Diagnostics.Metrics;
using Npgsql;
using ServiceDefaults.Telemetry;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>
/// Measures the orders that wait for the platform itself. Billing and Orgs answer within seconds, so one that is old is stuck: its event, or the answer, is among
/// the dead letters, or the service is away. Every replica reports the same figures of their common table.
/// </summary>
internal sealed partial class WaitingFigures : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly OrderWait[] OfPlatform = [OrderWait.Billing, OrderWait.PlanChange];

    // A realm's time is ahead of the wall clock by its offset.
    private const string Query = """
        SELECT o.waits_for, count(*), coalesce(max(extract(epoch FROM clock_timestamp() + coalesce(c.ahead_by, interval '0') - o.waits_since)), 0)::float8
        FROM shop_order o LEFT JOIN platform.realm_clock c ON c.realm_id = o.realm_id
        WHERE o.waits_for IN ('Billing', 'PlanChange') GROUP BY o.waits_for
        """;

    private readonly NpgsqlDataSource _database;
    private readonly ILogger<WaitingFigures> _logger;
    private readonly Meter _meter = new(PlatformTelemetry.Name);
    private volatile IReadOnlyDictionary<string, (long Count, double Age)> _last = new Dictionary<string, (long, double)>(StringComparer.Ordinal);

    public WaitingFigures(NpgsqlDataSource database, ILogger<WaitingFigures> logger)
    {
        (_database, _logger) = (database, logger);
        _meter.CreateObservableGauge("storefront.orders.waiting", () => Figures(waiting => waiting.Count), "{order}", "Orders that wait for an answer of another service, by which.");
        _meter.CreateObservableGauge("storefront.orders.waiting.age", () => Figures(waiting => waiting.Age), "s", "How long the oldest of them has, in its realm's time.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Measure(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The last figures stay; the database reports for itself that it is away.
                LogUnmeasured(exception);
            }
        }
    }

    private async Task Measure(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (long Count, double Age)>(StringComparer.Ordinal);
        await using var command = _database.CreateCommand(Query);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add(row.GetString(0), (row.GetInt64(1), row.GetDouble(2)));
        }

        _last = found;
    }

    private IEnumerable<Measurement<T>> Figures<T>(Func<(long Count, double Age), T> of)
        where T : struct =>
        OfPlatform.Select(wait => new Measurement<T>(of(_last.GetValueOrDefault(wait.ToString())), new KeyValuePair<string, object?>("for", wait.ToWord())));

    [LoggerMessage(LogLevel.Debug, "Waiting orders could not be measured")]
    private partial void LogUnmeasured(Exception exception);
}
