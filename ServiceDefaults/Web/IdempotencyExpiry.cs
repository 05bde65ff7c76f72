using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults.Web;

/// <summary>Forgets stored answers once no client can still be repeating its request.</summary>
internal sealed partial class IdempotencyExpiry(NpgsqlDataSource database, ILogger<IdempotencyExpiry> logger) : BackgroundService
{
    /// <summary>Clients are promised a day; the rest is margin.</summary>
    private const int KeptDays = 3;

    private const int Batch = 5_000;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DeleteExpired(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogPostponed(logger, exception);
            }
        }
    }

    /// <summary>In batches, so that no transaction holds many rows for long.</summary>
    internal async Task DeleteExpired(CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            deleted = await DeleteBatch(cancellationToken);
        }
        while (deleted == Batch);
    }

    private async Task<int> DeleteBatch(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            delete from platform.idempotency where (scope, route, key) in (
                select scope, route, key from platform.idempotency
                where created_at < now() - make_interval(days => $1) order by created_at limit $2 for update skip locked)
            """);
        command.Parameters.AddWithValue(KeptDays);
        command.Parameters.AddWithValue(Batch);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Old idempotency keys could not be deleted; the next round will")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
